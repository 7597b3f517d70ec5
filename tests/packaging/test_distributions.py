"""The wheel and the source distribution hold all that msgen needs, and nothing that it made."""

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from clean_environment import ROOT, run

pytestmark = pytest.mark.slow

BUNDLED = {"blueprints": "msgen/_bundled/blueprints", "partials": "msgen/_bundled/partials"}
LEFT_BY_TOOLS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not LEFT_BY_TOOLS & set(path.parts)
    }


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", sorted(BUNDLED))
def test_the_wheel_holds_every_file_of_blueprints_and_partials(wheel: Path, folder: str) -> None:
    prefix = BUNDLED[folder] + "/"
    bundled = {name.removeprefix(prefix) for name in names_in(wheel) if name.startswith(prefix)}
    assert bundled == files_below(ROOT / folder)


def test_the_wheel_holds_the_samples_without_what_was_generated_from_them(wheel: Path) -> None:
    prefix = "msgen/_bundled/samples/"
    bundled = {name.removeprefix(prefix) for name in names_in(wheel) if name.startswith(prefix)}
    samples = files_below(ROOT / "samples")
    assert bundled == {name for name in samples if name.split("/")[1:2] != ["generated"]}
    assert any(name.endswith("msgen.yaml") for name in bundled)


def test_the_wheel_holds_the_data_files_of_the_package(wheel: Path) -> None:
    package = ROOT / "generator" / "msgen"
    data = {f"msgen/{name}" for name in files_below(package) if not name.endswith(".py")}
    assert data <= names_in(wheel)
    assert "msgen/plan/pins/table.json" in data


def test_the_wheel_holds_neither_tests_nor_leftovers(wheel: Path) -> None:
    names = names_in(wheel)
    assert not [name for name in names if LEFT_BY_TOOLS & set(name.split("/"))]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"msgen", "msgen_cli"}


def test_the_source_distribution_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    source = next(tmp_path.iterdir())
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path, cwd=source)
    rebuilt = next(tmp_path.glob("*.whl"))
    assert rebuilt.read_bytes() == wheel.read_bytes()
