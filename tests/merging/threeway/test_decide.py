"""What becomes of one file, for every combination of what the three sides did."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from msgen.merging.change_set import Change
from msgen.merging.destination import Existing
from msgen.merging.text import Anchor
from msgen.merging.threeway.decide import Conflicts, decide
from msgen.merging.threeway.trio import Class, Trio, Version
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK

PATH = "src/a.py"
OLD, MINE, NEW = b"one\ntwo\nthree\n", b"one\nmine\nthree\n", b"one\nnew\nthree\n"
ELSEWHERE = b"one\ntwo\nthree\nfour\nfive\n"
BINARY, MY_BINARY, NEW_BINARY = b"\0old", b"\0mine", b"\0new"


def version(content: bytes | None, path: str = PATH, mode: int = REGULAR) -> Version | None:
    return None if content is None else Version(path, content, mode)


def trio(
    base: bytes | Version | None,
    yours: bytes | Version | None,
    theirs: bytes | Version | None,
    owner: Class = "G",
) -> Trio:
    sides = [side if isinstance(side, Version) else version(side) for side in (base, yours, theirs)]
    found = None if sides[1] is None else Existing(sides[1].content, sides[1].mode)
    return Trio(owner, *sides, found=found, label="blueprint 2.0", was_at="services/orders", at="services/orders")


def written(change: Change) -> dict[str, bytes | None]:
    return {write.path: None if write.after is None else write.after.content for write in change.writes}


WHERE = f"services/orders/{PATH}"
Case = Literal["create", "update", "merge", "conflict", "keep", "delete", "identical"]


@pytest.mark.parametrize(
    ("base", "yours", "theirs", "action", "content"),
    [
        (None, None, NEW, "create", NEW),
        (None, NEW, NEW, "identical", None),
        (OLD, OLD, NEW, "update", NEW),
        (OLD, OLD, OLD, "identical", None),
        (OLD, MINE, OLD, "identical", None),
        (OLD, NEW, NEW, "identical", None),
        (OLD, OLD, None, "delete", None),
        (OLD, MINE, None, "keep", None),
        (OLD, None, OLD, "identical", None),
        (OLD, None, NEW, "keep", None),
        (OLD, None, None, "identical", None),
        (OLD, ELSEWHERE, NEW, "merge", b"one\nnew\nthree\nfour\nfive\n"),
    ],
)
def test_a_generated_file_changes_only_where_that_loses_nothing(
    base: bytes | None, yours: bytes | None, theirs: bytes | None, action: Case, content: bytes | None
) -> None:
    change = decide(trio(base, yours, theirs), "inline")

    expected = {WHERE: content} if action in ("create", "update", "merge", "delete") else {}
    assert (change.action, written(change)) == (action, expected)


def test_a_line_that_both_changed_stands_there_twice_until_a_person_decides() -> None:
    change = decide(trio(OLD, MINE, NEW), "inline")

    assert (change.action, change.pending, change.clashes) == ("conflict", "conflict", 1)
    text = written(change)[WHERE]
    assert text is not None
    assert text.splitlines() == [
        b"one", b"<<<<<<< yours", b"mine", b"|||||||", b"two", b"=======", b"new", b">>>>>>> blueprint 2.0", b"three",
    ]  # fmt: skip
    assert change.stages is not None
    assert [side and side.content for side in change.stages] == [OLD, MINE, NEW]


def test_with_rej_yours_stays_and_what_did_not_fit_lies_beside_it() -> None:
    change = decide(trio(OLD, MINE, NEW), "rej")

    rejected = written(change)[f"{WHERE}.rej"]
    assert rejected is not None
    assert b"-two" in rejected
    assert b"+new" in rejected
    assert WHERE not in written(change)
    assert (change.pending, change.side) == ("side file", f"{WHERE}.rej")


@pytest.mark.parametrize("theirs", [NEW, NEW_BINARY])
def test_with_ours_a_conflict_is_settled_for_you(theirs: bytes) -> None:
    change = decide(trio(OLD, MINE, theirs), "ours")

    assert (change.action, written(change), change.pending) == ("keep", {}, None)


def test_a_binary_file_that_both_changed_stays_and_the_new_one_lies_beside_it() -> None:
    change = decide(trio(BINARY, MY_BINARY, NEW_BINARY), "inline")

    assert written(change) == {f"{WHERE}.msgen-new": NEW_BINARY}
    assert change.pending == "side file"


def test_a_file_that_somebody_made_a_link_stays_a_link_and_is_told() -> None:
    change = decide(trio(OLD, Version(PATH, b"b.py", SYMLINK), NEW), "inline")

    assert (change.action, written(change), change.pending) == ("keep", {}, None)
    assert "symbolic link" in change.note


def test_a_link_that_somebody_made_a_file_stays_and_the_new_link_lies_beside_it() -> None:
    change = decide(trio(Version(PATH, b"b.py", SYMLINK), MINE, Version(PATH, b"c.py", SYMLINK)), "inline")

    assert written(change) == {f"{WHERE}.msgen-new": b"c.py"}
    assert change.pending == "side file"


@pytest.mark.parametrize(
    ("base", "yours", "theirs", "mode"),
    [
        (REGULAR, EXECUTABLE, REGULAR, EXECUTABLE),
        (REGULAR, REGULAR, EXECUTABLE, EXECUTABLE),
        (EXECUTABLE, REGULAR, EXECUTABLE, REGULAR),
    ],
)
def test_the_side_that_changed_the_mode_decides_it(base: int, yours: int, theirs: int, mode: int) -> None:
    sides = (Version(PATH, OLD, base), Version(PATH, ELSEWHERE, yours), Version(PATH, NEW, theirs))
    (write,) = decide(trio(*sides), "inline").writes

    assert write.after is not None
    assert write.after.mode == mode


@pytest.mark.parametrize("conflicts", ["inline", "rej", "ours", "fail"])
def test_an_edited_file_of_a_person_is_never_touched(conflicts: Conflicts) -> None:
    change = decide(trio(OLD, MINE, NEW, "H"), conflicts)

    assert (change.action, written(change), change.pending) == ("keep", {}, None)
    assert "msgen diff --upstream" in change.note


def test_a_seeded_file_that_nobody_edited_is_replaced() -> None:
    assert written(decide(trio(OLD, OLD, NEW, "H"), "inline")) == {WHERE: NEW}


def test_a_file_that_stands_where_a_seed_would_go_is_that_file() -> None:
    change = decide(trio(None, MINE, NEW, "H"), "inline")

    assert (change.action, written(change)) == ("keep", {})


def test_an_append_only_file_is_written_once() -> None:
    assert written(decide(trio(None, None, NEW, "A"), "inline")) == {WHERE: NEW}
    assert written(decide(trio(OLD, OLD, NEW, "A"), "inline")) == {}
    assert written(decide(trio(OLD, None, NEW, "A"), "inline")) == {}


def test_an_ejected_file_is_left_alone() -> None:
    assert written(decide(trio(OLD, MINE, NEW, "ejected"), "inline")) == {}
    assert written(decide(trio(OLD, None, NEW, "ejected"), "inline")) == {}


def test_what_a_person_moved_is_updated_where_it_stands_now() -> None:
    change = decide(trio(OLD, Version("src/mine.py", OLD, REGULAR), NEW), "inline")

    assert written(change) == {"services/orders/src/mine.py": NEW}
    assert change.moved_from == ""


def test_what_the_blueprint_moved_takes_the_edits_along() -> None:
    change = decide(trio(OLD, ELSEWHERE, Version("src/b.py", NEW, REGULAR)), "inline")

    assert written(change) == {
        "services/orders/src/b.py": b"one\nnew\nthree\nfour\nfive\n",
        WHERE: None,
    }
    assert change.moved_from == WHERE


def test_both_may_append_where_the_blueprint_says_so() -> None:
    sides = [b"start\n# yours below\n", b"start\n# yours below\nmine\n", b"start\n# yours below\nnew\n"]
    change = decide(replace(trio(*sides), anchors=(Anchor("src/*", "# yours below"),)), "inline")

    assert (change.action, written(change)) == ("merge", {WHERE: b"start\n# yours below\nmine\nnew\n"})
    assert decide(trio(*sides), "inline").action == "conflict"


def test_an_edited_file_that_is_no_longer_generated_is_an_orphan() -> None:
    assert decide(trio(OLD, MINE, None), "inline").pending == "orphan"
    assert decide(trio(OLD, MINE, None, "H"), "inline").pending == "orphan"


@pytest.mark.parametrize("owner", ["A", "ejected"])
def test_a_folder_in_place_of_a_file_that_never_changes_is_left(owner: Class) -> None:
    folder = Existing(b"", 0, obstacle=PATH)
    change = decide(replace(trio(OLD, version(b"", mode=0), OLD, owner), found=folder), "inline")

    assert (change.action, change.writes, change.is_absent) == ("identical", (), True)
