"""What a run writes, what it leaves alone, and in which order."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from journalled_system import FOUND, LEFT, LINK, before_each_moment, contents, decided, lay, run, snapshot

from msgen.merging.errors import TargetChanged
from msgen.merging.journal import placing
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.run import recover, undo, write
from msgen.merging.journal.run_lock import run_lock
from msgen.merging.journal.writes import Write, in_order
from msgen.rendering.tree import REGULAR, File

RESULT = {
    ".msgen/": ("755", b""),
    ".msgen/.gitignore": ("644", b"txn*\nundo/\n"),
    ".msgen/lock.json": ("644", b"lock 2\n"),
    "README.md": ("644", b"# shop 2\n"),
    "latest": (LINK, b"README.md"),
    "new/": ("755", b""),
    "new/folder/": ("755", b""),
    "new/folder/new.py": ("644", b"NEW = 2\n"),
    "place": ("644", b"a file now\n"),
    "run.sh": ("755", b"#!/bin/sh\n"),
    "secret.env": ("600", b"KEY=2\n"),
    "service/": ("750", b""),
    "service/mine.py": ("644", b"MINE = 1\n"),
    "service/new.py": ("644", b"NEW = 2\n"),
    "thing/": ("755", b""),
    "thing/part.py": ("755", b"PART = 2\n"),
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    lay(tmp_path / "shop")
    return tmp_path / "shop"


def without_exchange(_first: Path, _second: Path) -> bool:
    return False


def test_files_are_replaced_created_and_removed_and_folders_come_and_go_with_them(shop: Path) -> None:
    run(shop)

    assert snapshot(shop) == RESULT


def test_a_second_run_touches_nothing(shop: Path) -> None:
    run(shop)
    times = {path: path.lstat().st_mtime_ns for path in [shop, *shop.rglob("*")]}

    run(shop)

    assert {path: path.lstat().st_mtime_ns for path in [shop, *shop.rglob("*")]} == times


def test_a_folder_that_holds_anything_else_stays(shop: Path) -> None:
    (shop / "gone/mine").mkdir()
    (shop / "place/mine.txt").write_text("mine\n")

    left = write(shop, decided(shop), command="update")

    assert left == ("place",)
    assert [path.name for path in (shop / "gone").iterdir()] == ["mine"]
    assert [path.name for path in (shop / "place").iterdir()] == ["mine.txt"]


def test_people_decide_who_may_read_a_file_and_msgen_who_may_run_it(shop: Path) -> None:
    (shop / "run.sh").chmod(0o640)

    run(shop)

    assert f"{(shop / 'run.sh').stat().st_mode & 0o777:o}" == "750"
    assert f"{(shop / 'secret.env').stat().st_mode & 0o777:o}" == "600"


@pytest.mark.parametrize("path", ["README.md", "gone/deep/only.py", "new/folder/new.py", "latest"])
def test_a_file_that_changed_after_the_look_stops_everything(shop: Path, path: str) -> None:
    writes = decided(shop)
    (shop / path).parent.mkdir(parents=True, exist_ok=True)
    (shop / path).unlink(missing_ok=True)
    (shop / path).write_text("saved by an editor\n")
    before = snapshot(shop)

    with pytest.raises(TargetChanged, match="nothing was written") as caught:
        write(shop, writes, command="update")

    assert caught.value.paths == (path,)
    assert snapshot(shop) == before


def test_a_file_that_is_already_as_wanted_is_no_obstacle(shop: Path) -> None:
    writes = decided(shop)
    (shop / "README.md").write_text("# shop 2\n")

    assert write(shop, writes, command="update") == ()
    assert snapshot(shop) == RESULT


def saved_in_place(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("saved by an editor\n")


def saved_by_rename(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name("saving~")
    beside.write_text("saved by an editor\n")
    beside.rename(path)


FEW: dict[str, File | None] = {
    "README.md": LEFT["README.md"],
    "service/new.py": LEFT["service/new.py"],
    "service/old.py": None,
}


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two steps"])
@pytest.mark.parametrize("path", FEW)
@pytest.mark.parametrize("save", [saved_in_place, saved_by_rename])
def test_what_an_editor_saves_at_any_moment_of_a_run_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None], path: str, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(placing, "exchange", without_exchange)
    number, reached = 0, True
    while reached:
        number, reached = number + 1, False
        shop = tmp_path / f"{number}"
        lay(shop)
        writes = decided(shop, FEW)
        inside = False

        def edit(moment: int, shop: Path = shop, number: int = number) -> None:
            nonlocal reached, inside
            if moment == number and not inside:
                reached = inside = True
                save(shop / path)
                inside = False

        with before_each_moment(edit):
            try:
                left = write(shop, writes, command="update")
            except TargetChanged as error:
                left = error.paths
        assert left in ((path,), ())
        assert not reached or (shop / path).read_text() == "saved by an editor\n", f"lost at moment {number}"
        assert not [file for file in shop.rglob("*.msgen-*")]
    assert number > 20


def test_files_come_before_the_record_and_what_makes_room_before_what_needs_it() -> None:
    file = File(b"", REGULAR, "G")
    afters = {
        ".msgen/base.tar.gz": file,
        ".msgen/lock.json": file,
        "a": file,
        "a/b": None,
        "c": None,
        "c/d": file,
        "gone": None,
        "new": file,
        "orders/.msgen/base.tar.gz": file,
        "orders/.msgen/lock.json": file,
    }

    ordered = [write.path for write in in_order(Write(path, None, after) for path, after in afters.items())]

    assert ordered == [
        "a/b",
        "c",
        "c/d",
        "a",
        "new",
        "gone",
        "orders/.msgen/base.tar.gz",
        ".msgen/base.tar.gz",
        "orders/.msgen/lock.json",
        ".msgen/lock.json",
    ]


@pytest.mark.parametrize("missing", ["link", "exchange"])
def test_file_systems_that_know_less_are_served_too(shop: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    if missing == "link":
        monkeypatch.setattr(os, "link", refuse)
    else:
        monkeypatch.setattr(placing, "exchange", without_exchange)
    before = snapshot(shop)

    run(shop)
    assert snapshot(shop) == RESULT
    undo(shop)
    assert snapshot(shop) == before


def test_what_somebody_saved_as_a_run_was_killed_comes_back(shop: Path) -> None:
    """The run had just exchanged the files, and had not yet looked at what came out."""
    journal = Journal(shop, "")
    journal.stage(decided(shop, {"README.md": LEFT["README.md"]}), command="update")
    (shop / ".README.md.msgen-000000").write_text("saved by an editor\n")
    (shop / "README.md").write_bytes(b"# shop 2\n")

    with pytest.raises(TargetChanged, match=r"README\.md"):
        recover(shop)

    assert (shop / "README.md").read_text() == "saved by an editor\n"
    assert not [file for file in shop.rglob("*.msgen-*")]


def test_what_somebody_saved_as_a_removal_was_killed_comes_back(shop: Path) -> None:
    journal = Journal(shop, "")
    journal.stage(decided(shop, {"README.md": None}), command="update")
    (shop / "README.md").rename(shop / ".README.md.msgen-000000")
    (shop / ".README.md.msgen-000000").write_text("saved by an editor\n")

    with pytest.raises(TargetChanged, match=r"README\.md"):
        recover(shop)

    assert (shop / "README.md").read_text() == "saved by an editor\n"


def test_a_run_that_cannot_lay_down_its_journal_leaves_nothing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(shop)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write(shop, decided(shop), command="update")

    assert snapshot(shop) == before


def test_one_journal_serves_all_repositories_and_holds_their_locks(tmp_path: Path) -> None:
    """In multi-repo the system and its services stand beside each other; one service is being written to."""
    for folder in ("shop", "orders"):
        (tmp_path / folder / ".msgen").mkdir(parents=True)
        (tmp_path / folder / ".msgen/lock.json").write_text("1\n")
    file = File(b"2\n", REGULAR, "R")
    writes = decided(tmp_path, {"shop/.msgen/lock.json": file, "orders/.msgen/lock.json": file})
    descriptor = os.open(tmp_path / "orders/.msgen", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    told = threading.Event()
    running = threading.Thread(
        target=write, args=(tmp_path, writes), kwargs={"home": "shop", "command": "update", "waiting": told.set}
    )

    running.start()
    assert told.wait(timeout=30)
    assert (tmp_path / "shop/.msgen/lock.json").read_text() == "1\n"
    os.close(descriptor)
    running.join(timeout=30)

    assert [(tmp_path / folder / ".msgen/lock.json").read_text() for folder in ("shop", "orders")] == ["2\n", "2\n"]
    assert (tmp_path / "shop/.msgen/undo").is_dir()
    assert not (tmp_path / "orders/.msgen/undo").exists()


def test_where_folders_cannot_be_locked_a_file_of_the_record_is(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flock = fcntl.flock

    def network(descriptor: int, how: int) -> None:
        if not os.get_blocking(descriptor) or os.fstat(descriptor).st_mode & 0o040000:
            raise OSError(errno.EBADF, "bad file descriptor")
        flock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", network)
    told = threading.Event()
    with run_lock(shop / ".msgen", told.set):
        other = os.open(shop / ".msgen/.gitignore", os.O_RDWR)
        with pytest.raises(BlockingIOError):
            flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
    assert not told.is_set()


def test_what_a_run_replaces_is_kept_for_the_way_back(shop: Path) -> None:
    run(shop)

    assert contents(shop) >= {content for _, content in FOUND.values()}
