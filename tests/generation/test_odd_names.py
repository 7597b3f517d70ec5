"""Names that mean something elsewhere: the generator maps them, and nobody has to rename anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from generated import generated, lint_complaints, services_in, type_complaints, written

from msgen.design.python_names import CLASS_NAMES_IN_USE
from msgen.plan.views.python.port_names import APP_MODULES, DOMAIN_MODULES

SPECS = sorted((Path(__file__).parent / "specs").glob("*-names.yaml"))
BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
PACKAGE = "template/src/{{ service.package }}"


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated(request.param.read_text()), tmp_path_factory.mktemp("names"))


def test_code_is_clean(system: Path) -> None:
    assert lint_complaints(system) == ""


@pytest.mark.slow
def test_code_is_typed(system: Path) -> None:
    assert type_complaints(services_in(system)) == ""


def test_an_aggregate_never_takes_the_module_of_a_generated_one() -> None:
    assert modules_in("domain") | modules_in("domain/_gen") <= DOMAIN_MODULES | {"types", "events"}


def test_an_operation_never_takes_the_module_of_a_generated_one() -> None:
    assert modules_in("app") <= APP_MODULES


def test_a_type_never_takes_the_name_of_a_scalar() -> None:
    scalars = BLUEPRINTS / "python-service" / PACKAGE / "domain/_gen/scalars.py"
    exported = scalars.read_text().partition("__all__ = [")[2].partition("]")[0]
    assert set(exported.replace('"', "").replace(",", "").split()) <= CLASS_NAMES_IN_USE


def modules_in(folder: str) -> set[str]:
    """The modules of that name in every blueprint of a service, but for those that views name."""
    return set(_modules(folder))


def _modules(folder: str) -> Iterator[str]:
    for path in BLUEPRINTS.glob(f"python-*/{PACKAGE}/{folder}/*.py*"):
        name = path.name.partition(".py")[0]
        if not name.startswith(("_", "{")):
            yield name
