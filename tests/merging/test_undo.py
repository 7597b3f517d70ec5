"""One level back: bytes, modes, links, folders, and the files that the run had created."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from journalled_system import LEFT, before_each_moment, decided, lay, run, snapshot

from msgen.merging.errors import TargetChanged, UndoRefused
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.run import Undone, interrupted, recover, undo, write
from msgen.rendering.tree import REGULAR, File


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    lay(tmp_path / "shop")
    return tmp_path / "shop"


def test_undo_brings_back_every_byte_and_mode(shop: Path) -> None:
    before = snapshot(shop)
    run(shop)
    assert snapshot(shop) != before

    undone = undo(shop)

    assert snapshot(shop) == before
    assert undone == Undone(
        command="update",
        restored=(
            ".msgen/lock.json",
            "README.md",
            "gone/deep/only.py",
            "latest",
            "place/part.py",
            "run.sh",
            "secret.env",
            "service/.msgen/lock.json",
            "service/old.py",
            "thing",
        ),
        removed=("new/folder/new.py", "place", "service/new.py", "thing/part.py"),
        returned=("gone/deep/only.py", "place/part.py", "service/.msgen/lock.json", "service/old.py", "thing"),
    )


def test_there_is_one_level(shop: Path) -> None:
    run(shop)
    after = snapshot(shop)
    write(shop, decided(shop, {"README.md": File(b"# shop 3\n", REGULAR, "G")}), command="adopt")

    undone = undo(shop)

    assert undone is not None
    assert undone.command == "adopt"
    assert snapshot(shop) == after
    assert undo(shop) is None
    assert snapshot(shop) == after


def test_a_run_that_changes_nothing_leaves_the_way_back_open(shop: Path) -> None:
    before = snapshot(shop)
    run(shop)
    run(shop)

    undo(shop)

    assert snapshot(shop) == before


def test_without_a_run_there_is_nothing_to_undo(shop: Path, tmp_path: Path) -> None:
    before = snapshot(shop)

    assert undo(shop) is None
    assert undo(tmp_path / "nothing here") is None
    assert snapshot(shop) == before


@pytest.mark.parametrize("path", ["README.md", "thing/part.py", "gone/deep/only.py"])
def test_undo_is_refused_where_a_file_changed_since_and_names_it(shop: Path, path: str) -> None:
    run(shop)
    (shop / path).parent.mkdir(parents=True, exist_ok=True)
    (shop / path).write_text("edited since\n")
    (shop / "service/mine.py").write_text("MINE = 2\n")
    before = snapshot(shop)

    with pytest.raises(UndoRefused, match="changed since `msgen update`") as caught:
        undo(shop)

    assert caught.value.paths == (path,)
    assert caught.value.exit_code == 5
    assert snapshot(shop) == before


def test_a_file_that_was_put_back_by_hand_is_no_reason_to_refuse(shop: Path) -> None:
    before = snapshot(shop)
    run(shop)
    (shop / "README.md").write_text("# shop 1\n")

    undo(shop)

    assert snapshot(shop) == before


def test_what_the_run_had_left_alone_is_left_alone_again(shop: Path) -> None:
    Journal(shop, "").stage(decided(shop), command="update")
    (shop / "README.md").write_text("saved by an editor\n")
    before = snapshot(shop)
    with pytest.raises(TargetChanged):
        recover(shop)

    undone = undo(shop)

    assert undone is not None
    assert "README.md" not in undone.restored
    assert {path: value for path, value in before.items() if "/txn" not in path} == snapshot(shop)


def test_undo_of_an_interrupted_run_goes_back(shop: Path) -> None:
    before = snapshot(shop)
    Journal(shop, "").stage(decided(shop), command="update")
    assert interrupted(shop)

    undone = undo(shop)

    assert undone is not None
    assert undone.command == "update"
    assert snapshot(shop) == before
    assert not interrupted(shop)
    assert undo(shop) is None


def test_a_run_that_was_killed_before_it_changed_anything_leaves_the_way_back_open(shop: Path) -> None:
    before = snapshot(shop)
    run(shop)
    journal = Journal(shop, "")
    journal.stage(decided(shop, {"README.md": None}), command="resolve")
    journal.committed.rename(journal.staged)

    undone = undo(shop)

    assert undone is not None
    assert undone.command == "update"
    assert snapshot(shop) == before


def test_after_an_interrupted_run_the_one_before_it_can_still_be_undone(shop: Path) -> None:
    before = snapshot(shop)
    run(shop)
    after = snapshot(shop)
    Journal(shop, "").stage(decided(shop, {"README.md": None}), command="resolve")

    undo(shop)
    assert snapshot(shop) == after
    undo(shop)
    assert snapshot(shop) == before


def test_folders_that_people_use_since_stay(shop: Path) -> None:
    run(shop)
    (shop / "new/folder/mine.txt").write_text("mine\n")

    undo(shop)

    assert [path.name for path in (shop / "new/folder").iterdir()] == ["mine.txt"]


def test_a_run_that_cannot_be_undone_offers_no_way_back(shop: Path) -> None:
    write(shop, decided(shop), command="new", undoable=False)

    assert not (shop / ".msgen/undo").exists()
    assert undo(shop) is None


def test_what_an_editor_saves_at_any_moment_of_the_way_back_is_never_overwritten(tmp_path: Path) -> None:
    number, reached = 0, True
    while reached:
        number, reached = number + 1, False
        shop = tmp_path / f"{number}"
        lay(shop)
        write(shop, decided(shop, {path: LEFT[path] for path in ("README.md", "service/new.py")}), command="update")

        def edit(moment: int, shop: Path = shop, number: int = number) -> None:
            nonlocal reached
            if moment == number:
                reached = True
                (shop / "README.md").write_text("saved by an editor\n")

        with before_each_moment(edit), suppress(UndoRefused):
            undo(shop)
        assert not reached or (shop / "README.md").read_text() == "saved by an editor\n", f"lost at moment {number}"
    assert number > 5
