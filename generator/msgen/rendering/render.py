"""The stage from plan to tree: every job rendered, then the stubs of the rendered contracts compiled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from msgen.plan.migrations.steps import Data
from msgen.plan.model import RenderPlan
from msgen.rendering.blueprint import Blueprint, load
from msgen.rendering.cache import user_cache
from msgen.rendering.errors import PathRejected, UntrustedBlueprint
from msgen.rendering.stubs import compile_stubs
from msgen.rendering.tree import Tree, join

POOL_FROM_ROOTS = 8
"""Below this many service folders, starting processes costs more than they save."""


Progress = Callable[[int, int], None]
"""Is told how many jobs are done, of how many."""


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
    progress: Progress = unwatched,
) -> Tree:
    """Everything the plan asks for, in memory.

    `blueprints` is a folder to use in place of the bundled one, `loaded` what was read of it already;
    `cache` is a folder in place of the user's;
    `processes` the number of processes, which never changes a byte;
    `progress` is told after each job.
    """
    cache = cache or user_cache()
    known = {blueprint.name: blueprint for blueprint in loaded}
    missing = sorted({job.blueprint for job in plan.jobs} - known.keys())
    known |= {name: load(name, blueprints) for name in missing}
    tasks = [_Task(known[job.blueprint], job.destination, job.view, cache) for job in plan.jobs]
    _require_trust([task.blueprint for task in tasks], trust)
    rendered = join(_run(tasks, processes or _processes(plan), progress))
    return _with_changes(rendered, plan.changes) | compile_stubs(plan.stubs, rendered, cache)


def _with_changes(tree: Tree, changes: Mapping[str, Data]) -> Tree:
    """Each migration with what it does."""
    told = {path: replace(tree[path], changes=changes[path]) for path in changes if path in tree}
    return Tree({**tree, **told}) if told else tree


class _Task(Struct, frozen=True):
    blueprint: Blueprint
    destination: str
    view: Any
    cache: Path | None


def _require_trust(blueprints: Sequence[Blueprint], trust: bool) -> None:
    with_code = {blueprint.name: blueprint.code for blueprint in blueprints if blueprint.code}
    if with_code and not trust:
        listed = "\n".join(f"  {name}: {', '.join(code)}" for name, code in sorted(with_code.items()))
        raise UntrustedBlueprint(
            f"these blueprints bring code that would run here:\n{listed}\nhint: read it, then add `--trust`"
        )


def _processes(plan: RenderPlan) -> int:
    services = [root for root in plan.roots if root]
    return min(os.cpu_count() or 1, 8) if len(services) >= POOL_FROM_ROOTS else 1


def _run(tasks: Sequence[_Task], processes: int, progress: Progress) -> Iterable[Tree]:
    """The tree of each task, in their order."""
    watched = partial(_watched, of=len(tasks), progress=progress)
    if processes == 1:
        return watched(map(_render_task, tasks))
    from msgen.rendering.pool import NOT_AVAILABLE, run_in_pool

    try:
        return run_in_pool(_render_task, tasks, processes, watched)
    except NOT_AVAILABLE:
        return watched(map(_render_task, tasks))


def _watched(trees: Iterable[Tree], of: int, progress: Progress) -> Iterator[Tree]:
    for done, tree in enumerate(trees, start=1):
        progress(done, of)
        yield tree


def _render_task(task: _Task) -> Tree:
    from msgen.rendering.engine import render_blueprint

    tree = render_blueprint(task.blueprint, task.view, task.cache).under(task.destination)
    for path in tree:
        if ".msgen" in path.split("/"):
            raise PathRejected(f"blueprint `{task.blueprint.name}` writes `{path}`: `.msgen/` is for the record")
    return tree
