"""All files of a repository together: who follows whom, what waits, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from repositories import generated, outcome, repository

from msgen.merging.errors import WouldLoseEdits
from msgen.merging.lock import Pending
from msgen.merging.text import Merged
from msgen.merging.threeway import decide

LONG = "".join(f"line {number}\n" for number in range(20))
EDITED = LONG.replace("line 3\n", "line three\n")
NEWER = LONG.replace("line 15\n", "line fifteen\n")
BOTH = EDITED.replace("line 15\n", "line fifteen\n")
AT = "services/orders"


def test_a_renamed_file_is_followed_and_stays_under_the_name_that_a_person_gave_it() -> None:
    writes, result = outcome(repository({"app.py": LONG}, {"mine.py": EDITED}, {"app.py": NEWER}))

    assert writes == {f"{AT}/mine.py": BOTH}
    assert result.moved == {"app.py": "mine.py"}


def test_a_renamed_file_is_known_by_the_record_however_much_it_changes_later() -> None:
    moved = {"app.py": "mine.py"}
    writes, result = outcome(repository({"app.py": LONG}, {"mine.py": "all mine\n"}, {"app.py": LONG}, moved=moved))

    assert writes == {}
    assert result.moved == moved


def test_an_empty_file_is_never_taken_for_another_one() -> None:
    writes, result = outcome(repository({"a/__init__.py": ""}, {"b/__init__.py": ""}, {"a/__init__.py": "X = 1\n"}))

    assert (writes, result.moved) == ({}, {})


def test_a_template_with_another_name_takes_the_edits_along_by_its_id() -> None:
    base = {"app.py": generated("one\n", template="app.jinja", subject="orders")}
    theirs = {"main.py": generated("one\n", template="app.jinja", subject="orders")}
    writes, _ = outcome(repository(base, {"app.py": "mine\n"}, theirs))

    assert writes == {f"{AT}/main.py": "mine\n", f"{AT}/app.py": None}


def test_an_ejected_file_stays_ejected_under_its_new_name() -> None:
    base = {"app.py": generated("one\n", template="app.jinja"), "b.py": generated("two\n", template="b.jinja")}
    theirs = {"main.py": generated("new\n", template="app.jinja"), "b.py": generated("new\n", template="b.jinja")}
    given = repository(base, {"app.py": "mine\n", "b.py": "two\n"}, theirs)
    assert given.lock is not None
    files = tuple(replace(entry, owner="ejected") if entry.path == "app.py" else entry for entry in given.lock.files)

    _, result = outcome(replace(given, lock=replace(given.lock, files=files)))

    assert result.ejected == {"main.py"}


def test_a_template_that_was_renamed_is_found_by_what_it_says() -> None:
    writes, _ = outcome(repository({"app.py": LONG}, {"app.py": EDITED}, {"main.py": NEWER}))

    assert writes == {f"{AT}/main.py": BOTH, f"{AT}/app.py": None}


def test_a_deleted_file_stays_deleted_when_its_template_is_renamed() -> None:
    base = {"app.py": generated(LONG, template="app.jinja", subject="orders")}
    theirs = {"main.py": generated(NEWER, template="main.jinja", subject="orders")}

    writes, result = outcome(repository(base, {}, theirs))

    assert writes == {}
    assert [(change.path, change.action) for change in result.changes] == [(f"{AT}/main.py", "keep")]


def test_a_new_object_gets_its_file_though_a_like_one_was_deleted() -> None:
    base = {"one.py": generated(LONG, template="app.jinja", subject="one")}
    theirs = {"two.py": generated(NEWER, template="app.jinja", subject="two")}

    writes, _ = outcome(repository(base, {}, theirs))

    assert writes == {f"{AT}/two.py": NEWER}


def test_a_declared_rename_moves_the_foreign_files_of_its_folder() -> None:
    base = {
        "src/billing/a.py": generated("a = 1\n", template="a", subject="billing"),
        "src/billing/b.py": generated("b = 1\n", template="b", subject="billing"),
        "README.md": generated("billing\n", template="readme", subject="billing"),
    }
    theirs = {
        "src/payments/a.py": generated("a = 1\n", template="a", subject="payments"),
        "src/payments/b.py": generated("b = 2\n", template="b", subject="payments"),
        "README.md": generated("payments\n", template="readme", subject="payments"),
    }
    yours = {"src/billing/a.py": "a = 1\n", "src/billing/b.py": "b = 1\n", "README.md": "billing\n"}
    foreign = {"src/billing/deep/own.py": "own\n", "notes.txt": "mine\n"}
    writes, _ = outcome(
        repository(
            base,
            yours | foreign,
            theirs,
            was_at="billing",
            at="payments",
            new_id=lambda each: each.replace("billing", "payments"),
        )
    )

    assert writes == {
        "payments/src/payments/a.py": "a = 1\n",
        "billing/src/billing/a.py": None,
        "payments/src/payments/b.py": "b = 2\n",
        "billing/src/billing/b.py": None,
        "payments/README.md": "payments\n",
        "billing/README.md": None,
        "payments/src/payments/deep/own.py": "own\n",
        "billing/src/billing/deep/own.py": None,
        "payments/notes.txt": "mine\n",
        "billing/notes.txt": None,
    }


def test_of_a_removed_service_what_somebody_wrote_stays_and_waits() -> None:
    base = {"a.py": "a\n", "b.py": "b\n", "m/0001.py": generated("m\n", "A")}
    yours = {"a.py": "a\n", "b.py": "mine\n", "m/0001.py": "m\n", "own.py": "own\n"}
    writes, result = outcome(repository(base, yours, {}, at=None))

    assert writes == {f"{AT}/a.py": None, f"{AT}/m/0001.py": None}
    assert result.pending == (Pending("b.py", "orphan"), Pending("own.py", "orphan"))


def test_a_purge_takes_that_too() -> None:
    writes, result = outcome(
        repository({"b.py": "b\n"}, {"b.py": "mine\n", "own.py": "own\n"}, {}, at=None), purge=True
    )

    assert writes == {f"{AT}/b.py": None, f"{AT}/own.py": None}
    assert result.pending == ()


@pytest.mark.parametrize(
    ("kind", "beside", "still"),
    [
        ("conflict", {"a.py": "<<<<<<< yours\nx\n=======\ny\n>>>>>>> blueprint 1\n"}, True),
        ("conflict", {"a.py": "x\n"}, False),
        ("conflict", {}, False),
        ("side file", {"a.py": "a\n", "a.py.msgen-new": "n\n"}, True),
        ("side file", {"a.py": "a\n", "a.py.rej": "n\n"}, True),
        ("side file", {"a.py": "a\n"}, False),
        ("orphan", {"a.py": "a\n"}, True),
        ("orphan", {}, False),
    ],
)
def test_what_waits_is_settled_once_its_trace_is_gone(kind: str, beside: dict[str, str], still: bool) -> None:
    entry = Pending("a.py", kind)  # type: ignore[arg-type]
    _, result = outcome(repository({"other.py": "o\n"}, {"other.py": "o\n", **beside}, None, pending=(entry,)))

    assert result.pending == ((entry,) if still else ())


def test_the_last_look_refuses_a_merge_that_would_lose_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        decide, "merge_text", lambda *sides, path, anchors: Merged((sides[2],), "lines", 1, sides[0], b"\n")
    )

    with pytest.raises(WouldLoseEdits, match=r"services/orders/a.py: mine"):
        outcome(repository({"a.py": "one\n"}, {"a.py": "mine\n"}, {"a.py": "two\n"}))


def test_a_line_that_the_new_version_has_anywhere_is_not_lost_by_moving() -> None:
    base, yours = {"a.py": "one\n", "b.py": "mine\n"}, {"a.py": "mine\none\n", "b.py": "mine\n"}
    writes, _ = outcome(repository(base, yours, {"a.py": "two\n", "b.py": "mine\n"}))

    assert "mine\n" in (writes[f"{AT}/a.py"] or "")


def test_an_ejected_file_stays_where_it_is_when_its_template_moves() -> None:
    base = {"app.py": generated("one\n", template="app.jinja")}
    theirs = {"main.py": generated("two\n", template="app.jinja")}
    ejected = repository(base, {"app.py": "mine\n"}, theirs)
    entries = tuple(replace(entry, owner="ejected") for entry in ejected.locked.values())
    writes, result = outcome(replace(ejected, lock=replace(ejected.lock, files=entries)))  # type: ignore[type-var]

    assert writes == {}
    assert (result.moved, result.ejected) == ({"main.py": "app.py"}, frozenset({"main.py"}))
