"""`alembic downgrade` leads back to the tables as they were, and the way forward is open again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from alembic import command
from alembic.config import Config
from evolving import Evolving, names_in, on_database, schema
from specs import order, orders_with
from sqlalchemy import text

BEFORE = orders_with(
    "note: string",
    "code: string(<=9) unique",
    "state: enum(open|closed)",
    "due: date?",
    "size: string",
    "price: money",
    types="Line: {sku: string}",
)
NOW = orders_with(
    "remark: {type: string, was: note}",
    "code: string?",
    "state: enum(open|closed|lost)",
    "due: date",
    "size: int(>=1)",
    "total: decimal(8.2) index",
    service="publishes: [OrderPlaced]",
    types="Line: {sku: string}",
)


def test_the_way_back_leads_to_the_tables_before_and_forward_again(orders: Evolving, url: str) -> None:
    orders.becomes(BEFORE)
    orders.migrate(url)
    row = {"note": "x", "code": "a", "state": "open", "due": None, "size": "big", "price_currency": "EUR"}
    orders.insert(url, "order", order(1, **row, price_amount=Decimal(1)))
    first = schema(url)
    orders.becomes(NOW)
    orders.migrate(url)
    second = schema(url)
    orders.insert(
        url, "order", order(2, remark="y", code=None, state="open", due=date(2026, 1, 2), size=2, total=Decimal(1))
    )

    command.downgrade(configuration(orders, url), "-1")

    assert schema(url, names_in(first)) == first
    rows = on_database(url, lambda each: each.execute(text('SELECT note, size FROM "order" ORDER BY id')).all())
    assert [tuple(each) for each in rows] == [("x", "big"), ("y", "")]
    orders.migrate(url)
    assert schema(url) == second


def configuration(orders: Evolving, url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(orders.service / "migrations"))
    config.set_main_option("sqlalchemy.url", url)
    return config
