"""Aggregates, lists, events and subscriptions that come, go or change their name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from uuid import UUID

from evolving import Evolving, on_database, schema
from specs import order, orders_with
from sqlalchemy import text

Check = Callable[[str], None]


def with_lines(line: str = "{sku: string, quantity: int(>=1)}", **changes: str) -> str:
    """Orders with lines in a table of their own."""
    name, field = changes.get("name", "Order"), changes.get("field", "lines: list(Line)")
    return f"""
msgen: 1
name: shop
contexts:
  orders:
    types:
      Line: {line}
services:
  orders:
    api: rest
    aggregates:
      {name}:
        entities: [Line]
        fields:
          note: string unique
          {field}
"""


def line(owner: int, position: int, **values: object) -> dict[str, object]:
    return {"owner_id": UUID(int=owner), "position": position, **values}


def test_a_new_aggregate_has_a_new_table(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))

    spec = orders_with("note: string") + "      Refund: {fields: {amount: money}}\n"
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert '"""Make `refund`."""' in migration
    assert orders.rows(url, "order") == [order(1, note="x")]
    is_as_new(spec)


def test_an_aggregate_that_leaves_keeps_its_table(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string") + "      Refund: {fields: {reason: string}}\n")
    orders.migrate(url)
    orders.insert(url, "refund", order(1, reason="late"))

    spec = orders_with("note: string")
    assert orders.becomes(spec) == ""
    orders.migrate(url)

    assert counted(url, "refund") == 1
    is_as_new(spec)


def test_an_aggregate_that_comes_back_has_its_rows_again(orders: Evolving, url: str, is_as_new: Check) -> None:
    spec = orders_with("note: string") + "      Refund: {fields: {reason: string}}\n"
    orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "refund", order(1, reason="late"))
    orders.becomes(orders_with("note: string"))

    wider = spec.replace("reason: string", "reason: string, by: string?")
    orders.becomes(wider)
    orders.migrate(url)

    assert orders.rows(url, "refund") == [order(1, reason="late", by=None)]
    is_as_new(wider)


def test_a_renamed_aggregate_takes_its_rows_and_lists_along(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(with_lines())
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))
    orders.insert(url, "order_lines", line(1, 0, sku="a", quantity=2), line(1, 1, sku="b", quantity=1))

    spec = with_lines(name="Purchase").replace("entities: [Line]", "was: Order\n        entities: [Line]")
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert '"""Rename `order` to `purchase`, rename `order_lines` to `purchase_lines`."""' in migration
    assert orders.rows(url, "purchase") == [order(1, note="x")]
    expected = [line(1, 0, sku="a", quantity=2), line(1, 1, sku="b", quantity=1)]
    assert orders.rows(url, "purchase_lines") == expected
    is_as_new(spec)
    assert orders.becomes(spec) == ""


def test_the_rows_of_a_list_stay_when_their_owners_table_is_made_anew(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(with_lines())
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))
    orders.insert(url, "order_lines", line(1, 0, sku="a", quantity=2))

    spec = with_lines().replace("note: string unique", "note: string?")
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order_lines") == [line(1, 0, sku="a", quantity=2)]
    is_as_new(spec)
    on_database(url, lambda connection: connection.execute(text('DELETE FROM "order"')))
    assert orders.rows(url, "order_lines") == []


def test_a_renamed_list_and_a_renamed_field_of_its_items_keep_their_rows(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(with_lines())
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))
    orders.insert(url, "order_lines", line(1, 0, sku="a", quantity=2))

    spec = with_lines(
        line="{article: {type: string, was: sku}, quantity: int(>=1), gift: bool}",
        field="items: {type: list(Line), was: lines}",
    )
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order_items") == [line(1, 0, article="a", quantity=2, gift=False)]
    is_as_new(spec)


def test_a_list_that_gets_a_table_of_its_own_stays_in_its_column_as_well(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    plain = with_lines().replace("entities: [Line]", "value_objects: [Line]")
    orders.becomes(plain)
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x", lines=[{"sku": "a", "quantity": 2}]))

    orders.becomes(with_lines())
    orders.migrate(url)
    orders.insert(url, "order", order(2, note="y"))

    is_as_new(with_lines())
    kept = on_database(url, lambda each: each.execute(text('SELECT lines FROM "order" ORDER BY id')).scalars().all())
    assert kept[1] is None
    assert "quantity" in str(kept[0])


def test_a_key_of_another_type_begins_new_tables_and_leaves_the_old_ones_beside(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(with_lines())
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))
    orders.insert(url, "order_lines", line(1, 0, sku="a", quantity=2))

    spec = with_lines(field="id: string(1..20)\n          lines: list(Line)")
    migration = orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", {"id": "A-1", "version": 1, "note": "x"})
    orders.insert(url, "order_lines", {"owner_id": "A-1", "position": 0, "sku": "a", "quantity": 1})

    assert "`order` begins anew, for its key cannot be changed: the old rows stay in `order_until_0002`" in " ".join(
        migration.split()
    )
    assert (counted(url, "order_until_0002"), counted(url, "order_lines_until_0002")) == (1, 1)
    is_as_new(spec)


def test_the_first_event_brings_the_outbox(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x"))

    spec = orders_with("note: string", service="publishes: [OrderPlaced]")
    assert '"""Make `_outbox`."""' in orders.becomes(spec)
    orders.migrate(url)

    is_as_new(spec)
    orders.insert(url, "_outbox", {"id": "1", "subject": "s", "headers": {}, "payload": b"x"})
    assert [row["position"] for row in orders.rows(url, "_outbox")] == [1]


def test_the_first_subscription_brings_the_inbox(orders: Evolving, url: str, is_as_new: Check) -> None:
    others = "  payments:\n    publishes: [PaymentTaken]\n"
    orders.becomes(orders_with("note: string") + others)
    orders.migrate(url)

    spec = orders_with("note: string", service="subscribes: [PaymentTaken]") + others
    assert '"""Make `_inbox`."""' in orders.becomes(spec)
    orders.migrate(url)

    is_as_new(spec)


def test_the_tables_of_an_outbox_that_is_not_used_any_more_stay(orders: Evolving, url: str) -> None:
    orders.becomes(orders_with("note: string", service="publishes: [OrderPlaced]"))
    orders.migrate(url)

    assert orders.becomes(orders_with("note: string")) == ""

    orders.migrate(url)
    assert "_outbox" in schema(url)


def test_the_command_of_the_service_runs_every_migration(orders: Evolving, url: str) -> None:
    orders.becomes(orders_with("note: string"))
    orders.becomes(orders_with("note: string", "count: int"))

    environment = {**os.environ, "PYTHONPATH": "src", "DATABASE_URL": url}
    command = [sys.executable, "-m", "orders", "migrate"]
    done = subprocess.run(command, cwd=orders.service, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "count" in schema(url)["order"]["columns"]


def counted(url: str, table: str) -> int:
    return int(on_database(url, lambda each: each.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()))
