"""Plan after plan: nothing is rendered long before it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_blueprints import service

from msgen.plan.model import Job, RenderPlan, joined
from msgen.rendering.render import render
from msgen.rendering.renderer import BATCH, Renderer

PLANS = [RenderPlan((Job("python", f"s{number}", service(f"s{number}")),), (), (f"s{number}",)) for number in range(40)]


@pytest.mark.parametrize("processes", [1, 2])
def test_plans_that_are_rendered_one_by_one_write_the_same_as_all_together(
    blueprints: Path, cache: Path, processes: int
) -> None:
    with Renderer(blueprints, cache=cache, processes=processes) as renderer:
        files = {path: file for tree in renderer.trees(PLANS[:20]) for path, file in tree.items()}

    assert files == dict(render(joined(PLANS[:20]), blueprints=blueprints, cache=cache, processes=1))


def test_only_the_next_batch_is_planned_before_it_is_wanted(blueprints: Path, cache: Path) -> None:
    planned = []

    def plans() -> Iterator[RenderPlan]:
        for plan in PLANS:
            planned.append(plan)
            yield plan

    with Renderer(blueprints, cache=cache) as renderer:
        next(renderer.trees(plans()))

    assert len(planned) == BATCH
