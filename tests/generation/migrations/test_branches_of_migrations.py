"""Migrations of several people: each runs once, whoever wrote it and in whichever order the branches met."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from evolving import VERSIONS, Evolving, schema
from specs import order, orders_with

from msgen.merging.errors import RecordUnreadable

Check = Callable[[str], None]
FIRST = orders_with("note: string")


def test_what_two_branches_did_is_neither_repeated_nor_missed(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(FIRST)
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))
    other = orders.copy("other")
    orders.becomes(orders_with("note: string", "count: int"))
    other.becomes(orders_with("note: string", "due: date?"))
    orders.merges(other)

    both = orders_with("note: string", "count: int", "due: date?")
    migration = orders.becomes(both)
    orders.migrate(url)

    assert '"""Join the branches before this."""' in migration
    assert 'revision = "0003_merge"\ndown_revision = ("0002_order_add_count", "0002_order_add_due")\n' in migration
    assert orders.rows(url, "order") == [order(1, note="x", count=0, due=None)]
    is_as_new(both)
    assert orders.becomes(both) == ""


def test_a_change_after_two_branches_joins_them(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(FIRST)
    other = orders.copy("other")
    orders.becomes(orders_with("note: string", "count: int"))
    orders.migrate(url)
    other.becomes(orders_with("note: string", "due: date?"))
    orders.merges(other)

    spec = orders_with("note: string", "count: int", "due: date?", "code: string?")
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert 'down_revision = ("0002_order_add_count", "0002_order_add_due")\n' in migration
    is_as_new(spec)


def test_two_branches_that_did_the_same_wrote_the_same_file(orders: Evolving, url: str) -> None:
    orders.becomes(FIRST)
    other = orders.copy("other")
    spec = orders_with("note: string", "count: int", "due: date?")

    assert orders.becomes(spec) == other.becomes(spec)
    assert [file.path for file in orders.files] == [file.path for file in other.files]


def test_the_next_migration_follows_a_revision_of_people_own(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(FIRST)
    orders.person_writes("5f2c_totals", "0001_initial", 'op.create_table("totals", sa.Column("day", sa.Date()))')
    orders.migrate(url)

    spec = orders_with("note: string", "count: int")
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert 'down_revision = "5f2c_totals"\n' in migration
    assert {"order", "totals"} <= schema(url).keys()
    is_as_new(spec)


def test_a_column_that_people_added_outlives_a_table_that_is_made_anew(orders: Evolving, url: str) -> None:
    orders.becomes(FIRST)
    body = 'op.add_column("order", sa.Column("mine", sa.Integer(), server_default="7"))'
    orders.person_writes("0002_mine", "0001_initial", body)
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))

    migration = orders.becomes(orders_with("note: string?"))
    orders.migrate(url)

    assert 'revision = "0003_order_relax_note"' in migration
    assert "mine" in schema(url)["order"]["columns"]
    assert orders.rows(url, "order") == [order(1, note="x")]


def test_a_column_that_people_removed_is_made_again_where_it_is_wanted_again(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    spec = orders_with("note: string", "count: int")
    orders.becomes(spec)
    orders.becomes(FIRST)
    body = 'with op.batch_alter_table("order") as batch:\n        batch.drop_column("count")'
    orders.person_writes("5f2c_drop_count", "0002_order_relax_count", body)
    orders.migrate(url)
    assert "count" not in schema(url)["order"]["columns"]

    orders.becomes(spec)
    orders.migrate(url)

    is_as_new(spec)
    assert orders.becomes(spec) == ""


def test_a_migration_that_a_person_deleted_is_not_written_again(orders: Evolving, url: str) -> None:
    orders.becomes(FIRST)
    orders.becomes(orders_with("note: string", "count: int"))
    for file in (orders.system / VERSIONS).glob("*.py"):
        file.unlink()
    orders.person_writes("squashed", "", 'op.create_table("order", sa.Column("id", sa.Uuid(), primary_key=True))')

    migration = orders.becomes(orders_with("note: string", "count: int", "due: date?"))

    assert 'revision = "0003_order_add_due"\ndown_revision = "squashed"\n' in migration


def test_a_migration_that_is_no_python_stops_the_next_one(orders: Evolving) -> None:
    orders.becomes(FIRST)
    (orders.system / VERSIONS / "mine.py").write_text('revision = "mine\n')

    with pytest.raises(RecordUnreadable) as refused:
        orders.becomes(orders_with("note: string", "count: int"))

    assert str(refused.value).startswith(
        "what the next migration of `orders` follows is not known: in `migrations/versions`, `mine.py` cannot be read: "
        "unterminated string literal"
    )
    assert str(refused.value).endswith("hint: correct the file, then run the same command again")


def test_a_spec_whose_tables_are_there_already_brings_no_migration(orders: Evolving) -> None:
    orders.becomes(FIRST)

    assert orders.becomes(FIRST) == ""
    assert orders.becomes(orders_with("note: {type: string, description: What is said.}")) == ""
