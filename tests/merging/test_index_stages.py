"""Conflicts in git's index, where git and its tools look for them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from msgen.merging.apply import apply
from msgen.merging.change_set import Change, ChangeSet, Stages
from msgen.merging.destination import Existing, read
from msgen.merging.journal.index_stages import Sides, record_conflicts
from msgen.merging.journal.run import undo
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

BASE = Existing(b"limit = 1\n", REGULAR)
YOURS = Existing(b"limit = 2\n", REGULAR)
THEIRS = Existing(b"limit = 3\n", REGULAR)
MARKED = b"<<<<<<< yours\nlimit = 2\n=======\nlimit = 3\n>>>>>>> blueprint 1.1\n"
CONFLICT: Sides = (BASE, YOURS, THEIRS)


@pytest.fixture(autouse=True)
def _git_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True).stdout.decode()


def repository(folder: Path) -> Path:
    """A committed system, with a file that has an edit which is not committed."""
    folder.mkdir(parents=True)
    (folder / ".msgen").mkdir()
    (folder / ".msgen/.gitignore").write_text("txn*\nundo/\n")
    (folder / "settings.py").write_bytes(BASE.content)
    git(folder, "init")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "generated")
    (folder / "settings.py").write_bytes(YOURS.content)
    return folder


def alone(folder: Path) -> Path:
    return repository(folder / "shop")


def below_a_repository(folder: Path) -> Path:
    shop = repository(folder / "all") / "shop"
    shop.mkdir()
    (shop / "settings.py").write_bytes(BASE.content)
    git(shop, "add", "-A")
    git(shop, "commit", "-m", "moved")
    (shop / "settings.py").write_bytes(YOURS.content)
    (shop / ".msgen").mkdir()
    return shop


def in_a_worktree(folder: Path) -> Path:
    git(repository(folder / "shop"), "worktree", "add", "../branch")
    (folder / "branch/settings.py").write_bytes(YOURS.content)
    assert (folder / "branch/.git").is_file()
    return folder / "branch"


def update(shop: Path, path: str = "settings.py", sides: Sides = CONFLICT) -> None:
    """What an update does that leaves a conflict."""
    shown = Write(path, read(shop, [path]).get(path), File(MARKED, REGULAR, "G"))
    change = Change(path, "conflict", writes=(shown,), pending="conflict", stages=Stages(*sides))
    apply(ChangeSet((change,)), shop, command="update")


@pytest.mark.parametrize("place", [alone, below_a_repository, in_a_worktree])
def test_git_sees_a_conflict_with_its_three_sides(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    shop = place(tmp_path)

    update(shop)

    assert git(shop, "status", "--short", "settings.py").startswith("UU ")
    sides = [git(shop, "show", f":{stage}:./settings.py").encode() for stage in (1, 2, 3)]
    assert sides == [BASE.content, YOURS.content, THEIRS.content]
    assert (shop / "settings.py").read_bytes() == MARKED


def test_git_calls_it_settled_once_it_is_added(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    update(shop)

    git(shop, "checkout", "--theirs", "settings.py")
    git(shop, "add", "settings.py")

    assert (shop / "settings.py").read_bytes() == THEIRS.content
    assert git(shop, "ls-files", "-u") == ""


def test_modes_and_links_have_their_sides_too(tmp_path: Path) -> None:
    shop = alone(tmp_path)

    update(
        shop, sides=(Existing(b"a", SYMLINK), Existing(b"#!/bin/sh\n", REGULAR), Existing(b"#!/bin/sh\n", EXECUTABLE))
    )

    modes = [line.split()[0] for line in git(shop, "ls-files", "-u").splitlines()]
    assert modes == ["120000", "100644", "100755"]


def test_a_side_that_has_no_file_has_no_stage(tmp_path: Path) -> None:
    shop = alone(tmp_path)

    update(shop, sides=(None, YOURS, THEIRS))

    assert git(shop, "status", "--short", "settings.py") == "AA settings.py\n"


def test_contents_are_stored_as_git_would_store_them(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    (shop / ".gitattributes").write_text("*.py text eol=crlf\n")

    update(shop, sides=(BASE, Existing(b"limit = 2\r\n", REGULAR), THEIRS))

    assert git(shop, "cat-file", "-p", ":2:settings.py") == "limit = 2\n"


def test_undo_gives_the_index_back(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    (shop / "settings.py").write_bytes(b"limit = 5\n")
    git(shop, "add", "settings.py")
    (shop / "settings.py").write_bytes(YOURS.content)
    before = git(shop, "ls-files", "--stage"), git(shop, "status", "--short")
    update(shop)

    undo(shop)

    assert (git(shop, "ls-files", "--stage"), git(shop, "status", "--short")) == before
    assert (shop / "settings.py").read_bytes() == YOURS.content


def test_undo_leaves_the_index_alone_where_the_conflict_was_settled_in_it(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    update(shop)
    git(shop, "add", "settings.py")
    settled = git(shop, "ls-files", "--stage")

    undo(shop)

    assert git(shop, "ls-files", "--stage") == settled


def test_a_conflict_of_git_itself_is_left_as_it_is(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    git(shop, "commit", "-am", "mine")
    git(shop, "checkout", "-b", "other", "HEAD~")
    (shop / "settings.py").write_text("limit = 9\n")
    git(shop, "commit", "-am", "other")
    with pytest.raises(subprocess.CalledProcessError):
        git(shop, "merge", "main")
    before = git(shop, "ls-files", "-u")

    update(shop)

    assert git(shop, "ls-files", "-u") == before


def test_a_file_that_git_does_not_track_is_no_affair_of_git(tmp_path: Path) -> None:
    shop = alone(tmp_path)
    (shop / "local.py").write_bytes(YOURS.content)
    before = git(shop, "ls-files", "--stage")

    update(shop, path="local.py")

    assert git(shop, "ls-files", "--stage") == before


def test_every_repository_of_a_fleet_shows_its_own(tmp_path: Path) -> None:
    for name in ("shop", "orders"):
        repository(tmp_path / name)

    record_conflicts(tmp_path, {"shop/settings.py": CONFLICT, "orders/settings.py": CONFLICT}, home="shop")

    for name in ("shop", "orders"):
        assert git(tmp_path / name, "status", "--short") == "UU settings.py\n"


def no_repository(folder: Path) -> Path:
    (folder / "shop/.msgen").mkdir(parents=True)
    (folder / "shop/settings.py").write_bytes(YOURS.content)
    return folder / "shop"


def broken_repository(folder: Path) -> Path:
    (no_repository(folder) / ".git").mkdir()
    return folder / "shop"


def locked_index(folder: Path) -> Path:
    (repository(folder / "shop") / ".git/index.lock").write_bytes(b"")
    return folder / "shop"


@pytest.mark.parametrize("place", [no_repository, broken_repository, locked_index])
def test_where_git_cannot_be_told_nothing_happens(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    shop = place(tmp_path)

    update(shop)

    assert (shop / "settings.py").read_bytes() == MARKED


def test_a_machine_without_git_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = alone(tmp_path)
    with monkeypatch.context() as context:
        context.setenv("PATH", str(tmp_path))
        update(shop)

    assert git(shop, "ls-files", "-u") == ""


def test_a_hook_of_another_repository_does_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, other = alone(tmp_path), repository(tmp_path / "other")
    with monkeypatch.context() as context:
        context.setenv("GIT_DIR", str(other / ".git"))
        context.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
        update(shop)

    assert git(shop, "ls-files", "-u")
    assert git(other, "ls-files", "-u") == ""
