from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_trees import INPUTS, change_set_for, complete, expected, file, snapshot, system_tree

from msgen.merging.apply import apply
from msgen.merging.destination import examine, read
from msgen.merging.errors import (
    AlreadyGenerated,
    AnotherSpec,
    DestinationTaken,
    ForeignFilesInTheWay,
    RecordUnreadable,
    TargetChanged,
)
from msgen.merging.first_run import merge
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.run import recover
from msgen.merging.journal.staging import build_beside
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import REGULAR, File, Tree


@pytest.fixture(params=["absent", "empty"])
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A place for the system: no folder yet, or an empty one."""
    path = tmp_path / "parent" / "shop"
    if request.param == "empty":
        path.mkdir(parents=True)
    return path


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    previous = os.umask(request.param)
    yield
    os.umask(previous)


@pytest.mark.usefixtures("umask")
def test_all_files_are_written_with_their_exact_modes(destination: Path) -> None:
    report = apply(change_set_for(destination), destination)

    assert snapshot(destination) == expected(complete())
    assert report.written == tuple(complete())
    assert report.counts == {"create": len(complete())}
    folders = {f"{path.stat().st_mode & 0o777:o}" for path in destination.rglob("*") if path.is_dir()}
    assert folders == {"755"}


def test_nothing_is_left_beside_or_inside(destination: Path) -> None:
    apply(change_set_for(destination), destination)

    assert [path.name for path in destination.parent.iterdir()] == ["shop"]
    assert sorted(path.name for path in (destination / ".msgen").iterdir()) == [
        ".gitattributes",
        ".gitignore",
        "base.tar.gz",
        "lock.json",
    ]


def test_the_name_of_the_destination_reaches_no_file(tmp_path: Path) -> None:
    for name in ("shop", "another name"):
        apply(change_set_for(tmp_path / name), tmp_path / name)

    assert snapshot(tmp_path / "shop") == snapshot(tmp_path / "another name")


def test_a_second_run_writes_nothing(destination: Path) -> None:
    apply(change_set_for(destination), destination)
    times = {path: path.lstat().st_mtime_ns for path in [destination, *destination.rglob("*")]}

    report = apply(change_set_for(destination), destination)

    assert report.written == ()
    assert {path: path.lstat().st_mtime_ns for path in [destination, *destination.rglob("*")]} == times


def test_foreign_files_are_refused_with_the_whole_list_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "services/orders").mkdir(parents=True)
    (tmp_path / "services/orders/run.sh").write_text("mine\n")
    (tmp_path / "services/orders/src").write_text("a file where a folder should be\n")
    (tmp_path / "services/orders/latest").mkdir()
    (tmp_path / "unrelated.txt").write_text("mine\n")
    before = snapshot(tmp_path)

    with pytest.raises(ForeignFilesInTheWay) as caught:
        apply(change_set_for(tmp_path), tmp_path)

    assert caught.value.paths == ("services/orders/latest", "services/orders/run.sh", "services/orders/src")
    assert caught.value.exit_code == 2
    assert snapshot(tmp_path) == before
    assert not (tmp_path / ".msgen").exists()


def test_a_folder_that_is_a_link_to_elsewhere_is_in_the_way(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    destination = tmp_path / "shop"
    destination.mkdir()
    (destination / "services").symlink_to(elsewhere)

    with pytest.raises(ForeignFilesInTheWay, match="services"):
        apply(change_set_for(destination), destination)

    assert list(elsewhere.iterdir()) == []


def test_what_a_fresh_repository_has_stays_and_is_recorded_as_ejected(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "README.md").write_text("# mine\n")
    (tmp_path / "LICENSE").write_text("all rights\n")
    (tmp_path / "msgen.yaml").write_text("msgen: 1\n")

    report = apply(change_set_for(tmp_path), tmp_path)

    assert report.kept == ("README.md",)
    assert report.counts["identical"] == 1
    assert (tmp_path / "README.md").read_text() == "# mine\n"
    assert '"owner": "ejected", "path": "README.md"' in (tmp_path / ".msgen/lock.json").read_text()


def test_another_spec_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "msgen.yaml").write_text("msgen: 1\nsystem: other\n")

    with pytest.raises(AnotherSpec, match=r"msgen\.yaml") as caught:
        apply(change_set_for(tmp_path), tmp_path)

    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "msgen.yaml"]


def test_a_destination_is_absent_foreign_ours_or_of_other_inputs(tmp_path: Path) -> None:
    destination = tmp_path / "shop"
    assert examine(destination, INPUTS.hash) == "absent"
    destination.mkdir()
    assert examine(destination, INPUTS.hash) == "foreign"
    apply(change_set_for(destination), destination)
    assert examine(destination, INPUTS.hash) == "ours"
    with pytest.raises(AlreadyGenerated, match="run `msgen update") as caught:
        examine(destination, "b" * 64)
    assert caught.value.exit_code == 2


def test_whoever_creates_the_destination_first_wins(tmp_path: Path) -> None:
    destination = tmp_path / "shop"
    change_set = change_set_for(destination)
    destination.mkdir()

    with pytest.raises(DestinationTaken) as caught:
        build_beside(destination, change_set.writes)

    assert caught.value.exit_code == 5
    assert list(tmp_path.iterdir()) == [destination]
    assert list(destination.iterdir()) == []


def test_a_file_that_appears_after_the_look_is_never_overwritten(tmp_path: Path) -> None:
    change_set = change_set_for(tmp_path)
    (tmp_path / "services/orders").mkdir(parents=True)
    (tmp_path / "services/orders/run.sh").write_text("saved by an editor\n")

    with pytest.raises(TargetChanged) as caught:
        apply(change_set, tmp_path)

    assert caught.value.paths == ("services/orders/run.sh",)
    assert caught.value.exit_code == 5
    assert caught.value.report is None
    assert snapshot(tmp_path) == {"services/orders/run.sh": ("644", b"saved by an editor\n")}


def test_a_file_that_appears_after_the_commit_is_left_and_the_rest_is_written(tmp_path: Path) -> None:
    (tmp_path / ".msgen").mkdir()
    change_set = change_set_for(tmp_path)
    journal = Journal(tmp_path, "")
    writes = [Write(change.path, change.before, change.after) for change in change_set.writes]
    journal.stage(writes, command="new", undoable=False)
    (tmp_path / "services/orders").mkdir(parents=True)
    (tmp_path / "services/orders/run.sh").write_text("saved by an editor\n")

    assert journal.roll_forward() == ("services/orders/run.sh",)

    written = expected(complete())
    written["services/orders/run.sh"] = ("644", b"saved by an editor\n")
    assert snapshot(tmp_path) == written


def test_a_file_system_without_hard_links_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)

    apply(change_set_for(tmp_path), tmp_path)

    assert snapshot(tmp_path) == expected(complete())


def test_unedited_files_are_replaced_where_the_base_is_known(tmp_path: Path) -> None:
    apply(change_set_for(tmp_path), tmp_path)
    base = complete()
    changed = system_tree()["services/orders/run.sh"]
    theirs = Tree(dict(base) | {"services/orders/run.sh": File(b"v2\n", REGULAR, "G", "python", changed.template)})

    report = apply(merge(base, read(tmp_path, theirs), theirs), tmp_path)

    assert report.written == ("services/orders/run.sh",)
    assert snapshot(tmp_path) == expected(theirs)


def test_a_waiting_run_says_so_and_then_finds_the_work_done(tmp_path: Path) -> None:
    change_set = change_set_for(tmp_path)
    (tmp_path / ".msgen").mkdir()
    descriptor = os.open(tmp_path / ".msgen", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    told = threading.Event()
    run = threading.Thread(target=apply, args=(change_set, tmp_path), kwargs={"waiting": told.set})

    run.start()
    assert told.wait(timeout=30)
    assert snapshot(tmp_path) == {}
    os.close(descriptor)
    run.join(timeout=30)

    assert snapshot(tmp_path) == expected(complete())


def test_a_leftover_of_a_dead_run_is_removed_and_that_of_a_live_one_is_not(tmp_path: Path) -> None:
    destination = tmp_path / "shop[1]"
    dead, live = tmp_path / ".shop[1].msgen-dead", tmp_path / ".shop[1].msgen-live"
    other = tmp_path / ".shop1.msgen-other"
    for folder in (dead, live, other):
        folder.mkdir()
    descriptor = os.open(live, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)

    assert recover(destination)
    assert not recover(destination)
    os.close(descriptor)

    assert sorted(tmp_path.iterdir()) == sorted([live, other])


def test_an_unreadable_journal_is_told_and_nothing_is_touched(tmp_path: Path) -> None:
    (tmp_path / ".msgen/txn").mkdir(parents=True)
    (tmp_path / ".msgen/txn/plan.json").write_text("[")

    with pytest.raises(RecordUnreadable, match="journal of an earlier run"):
        recover(tmp_path)

    assert list(snapshot(tmp_path)) == [".msgen/txn/plan.json"]


def test_in_multi_repo_one_journal_serves_all_repositories(tmp_path: Path) -> None:
    tree = Tree({"shop/README.md": file("# shop\n"), "orders/README.md": file("# orders\n")})
    change_set = merge(Tree(), read(tmp_path, tree), tree, home="shop")

    apply(change_set, tmp_path, home="shop")

    assert snapshot(tmp_path) == expected(tree)
    assert not (tmp_path / ".msgen").exists()
