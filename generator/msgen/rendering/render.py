"""The stage from plan to tree: every job rendered, then the stubs of the rendered contracts compiled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from msgen.plan.model import RenderPlan
from msgen.rendering.blueprint import Blueprint
from msgen.rendering.renderer import Renderer
from msgen.rendering.tree import Tree

POOL_FROM_SERVICES = 8
"""Below this many, starting processes costs more than they save."""


Progress = Callable[[int, int], None]
"""Is told how many repositories are rendered, of how many."""


def unwatched(done: int, of: int) -> None:
    """Nobody wants to know."""


def render(
    plan: RenderPlan,
    *,
    blueprints: Path | None = None,
    loaded: Iterable[Blueprint] = (),
    trust: bool = False,
    cache: Path | None = None,
    processes: int | None = None,
) -> Tree:
    """Everything the plan asks for, in memory.

    `blueprints` is a folder to use in place of the bundled one, `loaded` what was read of it already;
    `cache` is a folder in place of the user's;
    `processes` the number of processes, which never changes a byte.
    """
    wanted = processes or processes_for(sum(1 for root in plan.roots if root))
    with Renderer(blueprints, loaded, trust=trust, cache=cache, processes=wanted) as renderer:
        return next(renderer.trees([plan]))


def processes_for(services: int) -> int:
    """How many processes render that many services soonest."""
    return min(os.cpu_count() or 1, 8) if services >= POOL_FROM_SERVICES else 1
