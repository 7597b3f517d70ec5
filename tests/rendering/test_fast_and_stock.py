"""The fast worker and Copier's public `run_copy` write the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_blueprints import service
from sample_jobs import jobs_for_samples

from msgen.plan.model import Job
from msgen.rendering.blueprint import available, load
from msgen.rendering.engine import HAS_FAST_WORKER, render_blueprint
from msgen.rendering.tree import Tree


def without_origins(tree: Tree) -> Tree:
    """The stock renderer does not know which template wrote a file."""
    return Tree({path: replace(file, template="", subject="") for path, file in tree.items()})


def assert_equal_both_ways(blueprint: str, view: object, blueprints: Path | None, cache: Path) -> Tree:
    loaded = load(blueprint, blueprints)
    cold = render_blueprint(loaded, view, cache, fast=True)
    warm = render_blueprint(loaded, view, cache, fast=True)
    stock = render_blueprint(loaded, view, cache, fast=False)
    assert cold == warm
    assert without_origins(cold) == without_origins(stock)
    return cold


def test_the_installed_copier_has_all_that_the_fast_worker_needs() -> None:
    assert HAS_FAST_WORKER


def test_yields_partials_links_modes_and_binaries_come_out_as_from_copier(blueprints: Path, cache: Path) -> None:
    view = service("order-desk", "Place", "Cancel", has_store=True)

    tree = assert_equal_both_ways("python", view, blueprints, cache)

    assert {path: oct(file.mode) for path, file in tree.items()} == {
        "README.md": "0o644",
        "docs": "0o120000",
        "latest.sh": "0o120000",
        "logo.bin": "0o644",
        "migrations/env.py": "0o644",
        "no newline.txt": "0o644",
        "run.sh": "0o755",
        "src/order_desk/app/cancel.py": "0o644",
        "src/order_desk/app/place.py": "0o644",
        "src/order_desk/app/ports.py": "0o644",
        "src/order_desk/cancel/note.txt": "0o644",
        "src/order_desk/place/note.txt": "0o644",
    }
    assert tree["src/order_desk/app/place.py"].content.decode() == (
        '# order-desk / [%= service.name %]\ndef Place() -> str:\n    return "order-desk.Place"\n'
    )
    assert tree["README.md"].content.decode() == "# order-desk\n\n- Place größer\n- Cancel größer\n"


def test_the_second_dialect_leaves_the_braces_of_helm_alone(blueprints: Path, cache: Path) -> None:
    tree = assert_equal_both_ways("helm", service(has_store=True), blueprints, cache)

    assert tree["templates/orders.yaml"].content.decode() == (
        'name: {{ include "x" . }}\nstore: true\nservice: orders\n# {{ service.name }} / orders\n'
    )


def test_views_without_operations_or_a_store_leave_those_files_out(blueprints: Path, cache: Path) -> None:
    tree = assert_equal_both_ways("python", service(), blueprints, cache)

    assert [path for path in tree if "/" in path] == ["src/orders/app/ports.py"]


@pytest.mark.parametrize("job", jobs_for_samples(), ids=lambda job: f"{job.blueprint}-{job.destination}")
def test_every_shipped_blueprint_comes_out_as_from_copier(job: Job, cache: Path) -> None:
    assert_equal_both_ways(job.blueprint, job.view, None, cache)


@pytest.mark.parametrize("name", available())
def test_every_shipped_blueprint_has_a_manifest_that_loads_without_code(name: str) -> None:
    assert load(name).code == ()
