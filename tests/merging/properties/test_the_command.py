"""The same of the command itself, with blueprints, a spec and git."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest
from situations.edits import environment, git
from situations.project import DESCRIPTION, OTHER_DESCRIPTION, blueprint_set, spec
from situations.running import contents, msgen, pending, times

from msgen.rendering import render
from properties.claims import lost_words
from properties.projects import Project, scratch

CASES = 40
LOOKS = (
    ["update", "--dry-run"],
    ["update", "--diff"],
    ["update", "--check"],
    ["diff"],
    ["diff", "--upstream"],
    ["status"],
)


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
def test_a_random_update_loses_nothing_and_says_by_its_code_whether_something_waits(
    seed: int, pristine: Path, blueprints: Mapping[str, Path]
) -> None:
    with scratch() as folder:
        project, version = edited(pristine, folder, Random(seed))
        before = Project(project).files()
        first = msgen("update", project, "--blueprints", blueprints[version])
        once = contents(project, without="undo")

        assert lost_words(before, Project(project).files()) == set()
        assert first.code == (1 if pending(project) else 0), first.said
        assert msgen("update", project, "--blueprints", blueprints[version]).code == first.code
        assert contents(project, without="undo") == once


def test_an_update_of_what_is_up_to_date_renders_and_writes_nothing(
    pristine: Path, blueprints: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "render", lambda *_, **__: pytest.fail("it renders"))
    before = times(pristine)

    assert msgen("update", pristine, "--blueprints", blueprints["v1"]).code == 0
    assert times(pristine) == before


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_looking_writes_nothing(look: list[str], pristine: Path, blueprints: Mapping[str, Path]) -> None:
    """Neither to the project nor to its repository: not even to git's index."""
    with scratch() as folder:
        project, version = edited(pristine, folder, Random(1))
        git(project, "init", "--quiet")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "-m", "Some work")
        before = contents(project), times(project)
        command, *options = look
        blueprint = [] if command == "status" else ["--blueprints", blueprints[version]]

        run(command, project, *options, *blueprint)
        assert (contents(project), times(project)) == before


def test_equal_inputs_give_equal_bytes_on_every_machine(pristine: Path, blueprints: Mapping[str, Path]) -> None:
    machines = (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
        {"LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4242"},
    )
    with scratch() as folder:
        found = []
        for number, variables in enumerate(machines):
            project, version = edited(pristine, folder / f"machine {number}", Random(2))
            moved = project.rename(project.with_name(f"shop-{number}"))
            umask = (0o022, 0o077, 0o002)[number]
            run("update", moved, "--blueprints", blueprints[version], umask=umask, variables=variables)
            found.append(Project(moved).everything())

        assert found[0] == found[1] == found[2]


def run(*arguments: str | Path, umask: int = -1, variables: Mapping[str, str] = MappingProxyType({})) -> None:
    """The command as a process of its own, to an end that is no failure."""
    command = [sys.executable, "-m", "msgen", *map(str, arguments)]
    done = subprocess.run(command, env=environment() | variables, capture_output=True, umask=umask)
    assert done.returncode in (0, 1), done.stderr.decode()


def edited(pristine: Path, folder: Path, random: Random) -> tuple[Path, str]:
    """A copy with random edits and maybe another answer in the spec, and the version of blueprints to update to."""
    project = folder / "shop"
    shutil.copytree(pristine, project, symlinks=True)
    answer = random.choice([DESCRIPTION, OTHER_DESCRIPTION])
    text = (project / "msgen.yaml").read_text("utf-8")
    (project / "msgen.yaml").write_text(text.replace(DESCRIPTION, answer), encoding="utf-8")
    files = [path for path in Project(project).files() if is_to_edit(project, path)]
    for number, path in enumerate(sorted(random.sample(files, random.randrange(1, 7)))):
        edit(project / path, f"mine{number}", random)
    (project / "own.txt").write_text("mine99\n", encoding="utf-8")
    return project, random.choice(["v1", "v2", "v2"])


def is_to_edit(project: Path, path: str) -> bool:
    """It is neither the spec, nor a record, nor a link."""
    return path != "msgen.yaml" and ".msgen" not in Path(path).parts and not (project / path).is_symlink()


def edit(file: Path, word: str, random: Random) -> None:
    chance = random.random()
    if chance < 0.15:
        file.unlink()
    elif chance < 0.3:
        file.rename(file.with_name(f"{word}_{file.name}"))
    else:
        lines = file.read_bytes().splitlines(keepends=True)
        at = random.randrange(len(lines) + 1)
        file.write_bytes(b"".join([*lines[:at], f"# {word}\n".encode(), *lines[at + random.randrange(2) :]]))
