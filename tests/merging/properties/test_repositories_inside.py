"""Random updates around repositories that stand in the project: a submodule of git's, and one that git knows nothing of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from situations.edits import git, nested_repository, submodule
from situations.project import blueprint_set, spec
from situations.running import Outcome, contents, msgen

from properties.projects import Project, scratch
from properties.test_the_command import edited, is_to_edit

CASES = 8
NESTED = "old/nested"
"""In a folder that the second version of the blueprint deletes."""
SUBMODULE = "vendor/lib"


@pytest.fixture(scope="module")
def blueprints() -> Iterator[Mapping[str, Path]]:
    with scratch() as folder:
        yield {version: blueprint_set(version, folder / version) for version in ("v1", "v2")}


@pytest.fixture(scope="module")
def pristine(blueprints: Mapping[str, Path]) -> Iterator[Path]:
    with scratch() as folder:
        (folder / "shop.yaml").write_text(spec(), encoding="utf-8")
        assert msgen("new", folder / "shop", "--spec", folder / "shop.yaml", "--blueprints", blueprints["v1"]).code == 0
        yield folder / "shop"


@pytest.mark.parametrize("seed", range(CASES))
def test_not_a_byte_in_them_changes_and_none_of_their_files_counts_as_the_project_s(
    seed: int, pristine: Path, blueprints: Mapping[str, Path]
) -> None:
    with scratch() as folder:
        project, version = edited(pristine, folder / "with", Random(seed))
        alone, _ = edited(pristine, folder / "without", Random(seed))
        add_repositories(project, pristine)
        before = {path: contents(project / path) for path in (NESTED, SUBMODULE)}
        submodules = git(project, "submodule", "status")

        outcome, other = (update(each, blueprints[version]) for each in (project, alone))

        assert {path: contents(project / path) for path in (NESTED, SUBMODULE)} == before
        assert git(project, "submodule", "status") == submodules
        assert outcome.code == other.code, outcome.said
        assert files(project) == files(alone)


def add_repositories(project: Path, pristine: Path) -> None:
    """Both hold every file that was generated: what a person deleted could be taken for moved there."""
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "-m", "Some work")
    nested_repository(NESTED)(project)
    submodule(SUBMODULE)(project)
    git(project, "commit", "--quiet", "-m", "A library")
    for path in (NESTED, SUBMODULE):
        for file in Project(pristine).files():
            if is_to_edit(pristine, file):
                (project / path / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(pristine / file, project / path / file)
        git(project / path, "add", "--all", "--force")
        git(project / path, "commit", "--quiet", "-m", "The files of another")


def update(project: Path, blueprints: Path) -> Outcome:
    return msgen("update", project, "--blueprints", blueprints)


def files(project: Path) -> Mapping[str, tuple[int, bytes]]:
    """What stands around them, but for git's own."""
    own = (".git/", ".gitmodules", f"{NESTED}/", f"{SUBMODULE}/")
    return {path: each for path, each in Project(project).files().items() if not path.startswith(own)}
