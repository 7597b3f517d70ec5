"""Laws of the steps between two states of the tables, whatever the states are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from random_tables import catalogues, renames

from msgen.plan.migrations.difference import TableRenames, difference
from msgen.plan.migrations.kinds import stored_as
from msgen.plan.migrations.steps import RemoveColumn, RemoveTable, as_data, from_data, replayed, reverse
from msgen.plan.migrations.tables import Tables
from msgen.plan.migrations.wording import LONGEST_REVISION, revision, summary

NOTHING = TableRenames()


@given(catalogues(), catalogues(), renames())
def test_the_steps_lead_to_all_that_is_wanted(before: Tables, now: Tables, renamed: TableRenames) -> None:
    reached = replayed(difference(before, now, renamed, 2), before)

    for name, table in now.items():
        found = reached[name]
        assert set(table.indexes) == set(found.indexes)
        for column in table.columns:
            there = found.column(column.name)
            assert there is not None
            assert (there.nullable, there.check, there.key, there.owner) == (
                column.nullable, column.check, column.key, column.owner
            )  # fmt: skip
            assert stored_as(there.kind) == stored_as(column.kind)


@given(catalogues(), catalogues(), renames())
def test_what_is_not_wanted_stays_and_needs_no_value(before: Tables, now: Tables, renamed: TableRenames) -> None:
    steps = difference(before, now, renamed, 2)
    reached = replayed(steps, before)

    assert not any(isinstance(step, RemoveTable | RemoveColumn) for step in steps)
    assert len(reached) >= len(before)
    for name, table in now.items():
        wanted = {column.name for column in table.columns}
        assert all(column.nullable for column in reached[name].columns if column.name not in wanted)


@given(catalogues(), catalogues(), renames())
def test_there_is_nothing_to_do_twice(before: Tables, now: Tables, renamed: TableRenames) -> None:
    reached = replayed(difference(before, now, renamed, 2), before)

    assert difference(reached, now, NOTHING, 3) == ()


@given(catalogues(), catalogues(), renames())
def test_the_way_back_leads_to_the_tables_before(before: Tables, now: Tables, renamed: TableRenames) -> None:
    steps = difference(before, now, renamed, 2)
    reached = replayed(reverse(steps), replayed(steps, before))

    assert reached.keys() == before.keys()
    for name, table in before.items():
        assert set(reached[name].columns) == set(table.columns)
        assert set(reached[name].indexes) == set(table.indexes)


@given(catalogues(), catalogues(), renames())
def test_what_the_lock_remembers_are_the_same_steps(before: Tables, now: Tables, renamed: TableRenames) -> None:
    steps = difference(before, now, renamed, 2)

    assert from_data(as_data(steps)) == steps


@given(catalogues(), st.lists(catalogues(), min_size=1, max_size=3))
def test_the_whole_history_replayed_is_where_each_difference_began(first: Tables, later: list[Tables]) -> None:
    history = difference({}, first, NOTHING, 1)
    for number, now in enumerate(later, start=2):
        history += difference(replayed(history), now, NOTHING, number)

    assert difference(replayed(history), later[-1], NOTHING, 9) == ()


@given(catalogues(), catalogues(), renames())
def test_every_migration_has_a_name_that_alembic_takes(before: Tables, now: Tables, renamed: TableRenames) -> None:
    steps = difference(before, now, renamed, 2)

    name = revision(2, steps)

    assert len(name) <= LONGEST_REVISION
    assert name.isidentifier() or name.replace("_", "").isalnum()
    assert summary(steps).endswith(".")
