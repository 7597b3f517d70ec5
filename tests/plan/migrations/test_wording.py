"""The names of migrations, and what they say of themselves."""

from __future__ import annotations

import pytest

from msgen.plan.migrations.fills import Fill
from msgen.plan.migrations.steps import AddColumn, AddIndex, ChangeColumn, MakeTable, RenameColumn, RenameTable, Step
from msgen.plan.migrations.tables import Check, Column, Index, Table
from msgen.plan.migrations.wording import notes, revision, summary

NOTE = Column("note", "text")
LONG = "a_name_of_exactly_forty_letters_in_total"


@pytest.mark.parametrize(
    ("steps", "name", "line"),
    [
        ([AddColumn("order", NOTE)], "0002_order_add_note", "Add `note` to `order`."),
        ([MakeTable(Table("_outbox", ()))], "0002_make_outbox", "Make `_outbox`."),
        ([RenameTable("order", "bill")], "0002_rename_order", "Rename `order` to `bill`."),
        ([RenameColumn("order", NOTE, "remark")], "0002_order_rename_note", "Rename `note` of `order` to `remark`."),
        ([AddIndex("order", Index("ix", ("note",)))], "0002_order_index_note", "Index `note` in `order`."),
        ([], "0002_merge", "Join the branches before this."),
    ],
)
def test_one_change_gives_the_name(steps: list[Step], name: str, line: str) -> None:
    assert (revision(2, steps), summary(steps)) == (name, line)


def test_a_column_and_its_index_are_one_change() -> None:
    steps = [AddColumn("order", NOTE), AddIndex("order", Index("ix_order_note", ("note",)))]

    assert revision(2, steps) == "0002_order_add_note"


def test_other_changes_have_another_name_where_the_first_one_is_the_same() -> None:
    more = [[AddColumn("order", NOTE), AddColumn("order", Column(name, "text"))] for name in ("due", "size")]

    first, second = (revision(2, steps) for steps in more)

    assert first.startswith("0002_order_add_note_and_")
    assert first.rpartition("_")[0] == second.rpartition("_")[0]
    assert first != second


def test_a_long_name_is_cut_between_words_and_stays_one_of_a_kind() -> None:
    names = [revision(2, [AddColumn(LONG, Column(f"{LONG}{letter}", "text"))]) for letter in "ab"]

    assert [name.rpartition("_")[0] for name in names] == ["0002_a_name_of_exactly"] * 2
    assert names[0] != names[1]
    assert all(len(name) <= 32 for name in names)


@pytest.mark.parametrize(
    ("before", "after", "fails"),
    [
        (Check(values=("a",)), Check(values=("a", "b")), False),
        (Check(values=("a", "b")), Check(values=("a",)), True),
        (Check(minimum="1"), Check(minimum="0"), False),
        (Check(minimum="1"), Check(minimum="1", exclusive_minimum=True), True),
        (Check(minimum="1", exclusive_minimum=True), Check(minimum="1"), False),
        (Check(minimum="1", maximum="9"), Check(minimum="1"), False),
        (Check(minimum="1"), Check(minimum="1", maximum="9"), True),
        (Check(maximum="9"), Check(maximum="10"), False),
        (None, Check(minimum="1"), True),
        (Check(minimum="1"), None, False),
        (Check(values=("a",)), Check(minimum="1"), True),
    ],
)
def test_a_migration_says_whether_rows_may_break_its_limits(
    before: Check | None, after: Check | None, fails: bool
) -> None:
    step = ChangeColumn("order", Column("count", "int", check=before), Column("count", "int", check=after))

    said = [*notes(2, [step], {})]

    assert (said == ["Fails, and changes nothing, while a value of `order.count` is outside its new limits."]) == fails


@pytest.mark.parametrize(
    ("text", "said"),
    [("open", "`open`"), ("", "an empty text"), ('"""', "a valid value"), ("\\x", "a valid value")],
)
def test_a_value_that_rows_get_is_told_where_it_can_be_read(text: str, said: str) -> None:
    step = AddColumn("order", Column("note", "text", has_default=True))

    assert [*notes(2, [step], {("order", "note"): Fill(text)})] == [f"Rows that exist get {said} as `order.note`."]
