"""Whole systems of 1 to 300 services: they parse, resolve, plan and render, and what comes out is code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from generated import (
    compile_complaints,
    generated,
    lint_complaints,
    planned,
    python_files,
    resolved,
    services_in,
    type_complaints,
    written,
)
from synthetic import synthetic_spec

from msgen.plan.model import RenderPlan
from msgen.rendering.render import render

SIZES = (1, 7, 50, 300)


@pytest.mark.parametrize("services", SIZES)
def test_a_system_of_any_size_resolves_and_plans(services: int) -> None:
    topology = resolved(synthetic_spec(services))
    plan = planned(topology)
    assert len(topology.services) == services
    folders = {job.destination for job in plan.jobs if job.blueprint == "python-service"}
    assert folders == {f"services/{name}" for name in topology.services}


def test_the_same_size_and_seed_give_the_same_spec() -> None:
    assert synthetic_spec(7) == synthetic_spec(7)
    assert synthetic_spec(7, seed=1) != synthetic_spec(7)


def test_a_large_system_calls_in_cycles_and_without() -> None:
    topology = resolved(synthetic_spec(50))
    kinds = Counter(provenance.source for path, provenance in topology.provenance.items() if path.endswith(".timeout"))
    assert kinds["derived: it is part of a call cycle"] > 0
    assert kinds["derived from its own p99 and its calls"] > 0


@pytest.mark.parametrize("services", [1, 7])
def test_a_system_is_clean_code(services: int, tmp_path: Path) -> None:
    system = written(generated(synthetic_spec(services)), tmp_path)
    assert lint_complaints(system) == ""
    assert compile_complaints(system) == ""


@pytest.mark.slow
def test_every_kind_of_service_is_typed(tmp_path: Path) -> None:
    system = written(generated(synthetic_spec(7)), tmp_path)
    assert type_complaints(services_in(system)) == ""


@pytest.mark.slow
def test_fifty_services_are_clean_code(tmp_path: Path) -> None:
    system = written(generated(synthetic_spec(50)), tmp_path)
    assert lint_complaints(system) == ""


@pytest.mark.slow
def test_of_three_hundred_services_every_file_compiles() -> None:
    plan = planned(resolved(synthetic_spec(300)))
    tree = render(sample_of(plan, every=25))
    files = python_files(tree)
    assert len({path.split("/")[1] for path in files if path.startswith("services/")}) == 300 / 25
    for path, text in files.items():
        compile(text, path, "exec")


def sample_of(plan: RenderPlan, every: int) -> RenderPlan:
    """The plan of the system's own files and of one service in so many."""
    folders = [job.destination for job in plan.jobs if job.blueprint == "python-service"][::every]

    def is_kept(destination: str) -> bool:
        return not destination.startswith("services/") or any(
            destination == folder or destination.startswith(f"{folder}/") for folder in folders
        )

    return RenderPlan(
        tuple(job for job in plan.jobs if is_kept(job.destination)),
        tuple(job for job in plan.stubs if is_kept(job.destination)),
        plan.roots,
    )
