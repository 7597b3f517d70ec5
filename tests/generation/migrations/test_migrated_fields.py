"""Fields that come, go, change their name or their type: no row is lost, and the tables are those of a new system."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from evolving import Evolving, on_database, schema
from specs import order, orders_with
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

Check = Callable[[str], None]


def test_an_optional_field_is_empty_in_rows_that_exist(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="first"))

    spec = orders_with("note: string", "due: date?")
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert '"""Add `due` to `order`."""' in migration
    assert orders.rows(url, "order") == [order(1, note="first", due=None)]
    is_as_new(spec)


REQUIRED = (
    ("string", ""),
    ("string(3..8)", "---"),
    ("string(/^[A-Z]{3}$/)", "AAA"),
    ("string default=it's", "it's"),
    ("email", "nobody@example.invalid"),
    ("int", 0),
    ("int(5..9)", 5),
    ("int(>=0) default=7", 7),
    ("int(<=-5)", -5),
    ("float", 0.0),
    ("float(>0.5)", 0.501),
    ("decimal", Decimal(0)),
    ("decimal(8.2)", Decimal("0.00")),
    ("decimal(8.2) default=1.5", Decimal("1.50")),
    ("bool", False),
    ("bool default=true", True),
    ("uuid", UUID(int=0)),
    ("date default=2026-02-03", date(2026, 2, 3)),
    ("datetime", datetime(1970, 1, 1, tzinfo=UTC)),
    ("datetime default=2026-02-03T04:05:06+02:00", datetime(2026, 2, 3, 2, 5, 6, tzinfo=UTC)),
    ("duration", timedelta(0)),
    ("duration default=PT90S", timedelta(seconds=90)),
    ("bytes", b""),
    ("bytes(2..4)", b"--"),
    ("json", None),
    ("{type: json, default: '{\"a\": [1, \"it''s\"]}'}", {"a": [1, "it's"]}),
    ("list(string)", []),
    ("map(int)", {}),
    ("enum(open|closed)", "open"),
    ("enum(ajar|wide-open) default=wide-open", "wide-open"),
    ("Size", {"width": 1, "unit": "cm"}),
)


def test_a_required_field_gets_its_default_or_the_smallest_valid_value(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    size = 'Size: {width: "int(>0)", unit: "enum(cm|m)", note: "string?"}'
    orders.becomes(orders_with("note: string", types=size))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="first"))

    spec = orders_with("note: string", *(f"f{n}: {field}" for n, (field, _) in enumerate(REQUIRED)), types=size)
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order") == [
        order(1, note="first", **{f"f{n}": value for n, (_, value) in enumerate(REQUIRED)})
    ]
    is_as_new(spec)


def test_a_required_sum_of_money_is_nothing_in_no_currency(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="first"))

    spec = orders_with("note: string", "total: money")
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order") == [order(1, note="first", total_amount=Decimal(0), total_currency="XXX")]
    is_as_new(spec)


def test_the_version_before_goes_on_writing_where_a_required_field_is_new(orders: Evolving, url: str) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    newer = orders.copy("newer")
    newer.becomes(orders_with("note: string", "count: int(>=1)"))
    newer.migrate(url)

    orders.insert(url, "order", order(1, note="by the old version"))

    assert newer.rows(url, "order") == [order(1, note="by the old version", count=1)]


UNIQUE = (
    ("string", ["1", "2", "3"]),
    ("string(3..5)", ["100", "101", "102"]),
    ("string(20..30)", [f"00000{10**14 + number}" for number in range(3)]),
    ("email", [f"{number}@example.invalid" for number in (1, 2, 3)]),
    ("int", [1, 2, 3]),
    ("int(>10)", [11, 12, 13]),
    ("decimal(8.2)", [Decimal(1), Decimal(2), Decimal(3)]),
)


def test_each_row_gets_a_value_of_its_own_where_a_unique_field_is_new(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", *(order(number, note="x") for number in (1, 2, 3)))

    spec = orders_with("note: string", *(f"f{n}: {field} unique" for n, (field, _) in enumerate(UNIQUE)))
    orders.becomes(spec)
    orders.migrate(url)

    rows = orders.rows(url, "order")
    assert {f"f{n}": [row[f"f{n}"] for row in rows] for n in range(len(UNIQUE))} == {
        f"f{n}": values for n, (_, values) in enumerate(UNIQUE)
    }
    is_as_new(spec)


def test_a_unique_sum_of_money_is_one_of_amount_and_currency(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string", "total: money index"))
    orders.migrate(url)
    euros = [order(n, note="x", total_amount=Decimal(n), total_currency="EUR") for n in (1, 2)]
    orders.insert(url, "order", *euros)

    spec = orders_with("note: string", "sum: {type: money unique, was: total}", "fee: money unique")
    orders.becomes(spec)
    orders.migrate(url)

    is_as_new(spec)
    fees = [(row["fee_amount"], row["fee_currency"]) for row in orders.rows(url, "order")]
    assert fees == [(Decimal(1), "XXX"), (Decimal(2), "XXX")]
    third = order(3, note="x", sum_amount=Decimal(1), fee_amount=Decimal(1), fee_currency="EUR")
    with pytest.raises(IntegrityError):
        orders.insert(url, "order", third | {"sum_currency": "EUR"})
    orders.insert(url, "order", third | {"sum_currency": "USD"})


def test_a_field_that_leaves_stays_in_the_table_and_needs_no_value(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(orders_with("note: string", "code: string unique", "state: enum(open|closed)", "due: date?"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="kept", code="a", state="open", due=None))

    spec = orders_with("count: int?")
    migration = orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(2, count=None), order(3, count=5))

    assert "- `order.note` needs no value any more.\n" in migration
    assert [row["count"] for row in orders.rows(url, "order")] == [None, None, 5]
    assert values(url, "note, code, state") == [("kept", "a", "open"), (None, None, None), (None, None, None)]
    is_as_new(spec)


def test_a_field_that_comes_back_has_its_values_again(orders: Evolving, url: str, is_as_new: Check) -> None:
    spec = orders_with("note: string default=none", "count: int?")
    orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="from the start", count=None))
    orders.becomes(orders_with("count: int?"))
    orders.migrate(url)
    orders.insert(url, "order", order(2, count=None))

    orders.becomes(spec)
    orders.migrate(url)

    assert [row["note"] for row in orders.rows(url, "order")] == ["from the start", "none"]
    is_as_new(spec)


def test_a_renamed_field_takes_its_values_limits_and_index_along(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(
        orders_with("note: string unique", "total: money", "state: enum(open|closed)", "count: int(1..9) index")
    )
    orders.migrate(url)
    row = order(1, note="x", total_amount=Decimal("2.50"), total_currency="EUR", state="closed", count=2)
    orders.insert(url, "order", row)

    spec = orders_with(
        "remark: {type: string unique, was: note}",
        "price: {type: money, was: total}",
        "status: {type: enum(open|closed), was: state}",
        "pieces: {type: int(1..9) index, was: count}",
    )
    orders.becomes(spec)
    orders.migrate(url)

    price = {"price_amount": Decimal("2.50"), "price_currency": "EUR"}
    assert orders.rows(url, "order") == [order(1, remark="x", **price, status="closed", pieces=2)]
    is_as_new(spec)
    assert orders.becomes(spec) == "", "a rename that was carried out is not carried out again"


def test_fields_that_exchange_their_names_exchange_no_values(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("first: int(>=0)", "second: int(>=0)", "third: int(>=0)"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, first=1, second=2, third=3))

    spec = orders_with(
        "second: {type: int(>=0), was: first}",
        "first: {type: int(>=0), was: second}",
        "fourth: {type: int(>=0), was: third}",
        "third: int?",
    )
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order") == [order(1, second=1, first=2, fourth=3, third=None)]
    is_as_new(spec)


def test_a_field_that_becomes_optional_may_be_empty(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string", "state: enum(open|closed)"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x", state="open"))

    spec = orders_with("note: string?", "state: enum(open|closed)?")
    orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(2, note=None, state=None))

    assert orders.rows(url, "order") == [order(1, note="x", state="open"), order(2, note=None, state=None)]
    is_as_new(spec)


def test_a_field_that_becomes_required_gets_a_value_where_it_has_none(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    fields = (
        "note: string",
        "code: string unique",
        "state: enum(open|closed)",
        "raw: bytes",
        "wait: duration default=PT1S",
    )
    orders.becomes(
        orders_with(
            *(field.replace(" default=PT1S", "") + "?" for field in fields[:1] + fields[2:]), "code: string? unique"
        )
    )
    orders.migrate(url)
    nothing = {"note": None, "code": None, "state": None, "raw": None, "wait": None}
    something = {"note": "it's: one", "code": "a", "state": "closed", "raw": b"raw", "wait": timedelta(hours=1)}
    orders.insert(url, "order", order(1, **something), order(2, **nothing), order(3, **nothing))

    spec = orders_with(*(field.replace("enum(open|closed)", "enum(new|open|closed)") for field in fields))
    orders.becomes(spec)
    orders.migrate(url)

    filled = {"note": "", "state": "new", "raw": b"", "wait": timedelta(seconds=1)}
    expected = [order(1, **something), order(2, **filled, code="2"), order(3, **filled, code="3")]
    assert orders.rows(url, "order") == expected
    is_as_new(spec)


def test_wider_limits_let_more_in(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(
        orders_with("count: int(1..9)", "state: enum(open|closed)", "note: string(<=5)", "price: decimal(4.2)")
    )
    orders.migrate(url)
    first = order(1, count=9, state="closed", note="12345", price=Decimal("99.99"))
    orders.insert(url, "order", first)

    spec = orders_with("count: int(0..20)", "state: enum(open|closed|lost)", "note: string", "price: decimal(8.2)")
    migration = orders.becomes(spec)
    orders.migrate(url)
    second = order(2, count=20, state="lost", note="123456", price=Decimal("123456.78"))
    orders.insert(url, "order", second)

    assert "Fails" not in migration
    assert orders.rows(url, "order") == [first, second]
    is_as_new(spec)


def test_narrower_limits_keep_more_out(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("count: int", "state: enum(open|closed|lost)", "note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, count=5, state="open", note="12345"))

    spec = orders_with("count: int(1..9)", "state: enum(open|closed)", "note: string(<=5)")
    migration = orders.becomes(spec)
    orders.migrate(url)

    assert "- Fails, and changes nothing, while a value of `order.count` is outside its new limits.\n" in migration
    assert "- Fails, and changes nothing, while a value of `order.note` does not fit `string(5)`.\n" in migration
    assert orders.rows(url, "order") == [order(1, count=5, state="open", note="12345")]
    is_as_new(spec)
    with pytest.raises(IntegrityError):
        orders.insert(url, "order", order(2, count=10, state="open", note="x"))


@pytest.mark.parametrize(
    ("before", "now", "stored"),
    [
        ("state: enum(open|lost)", "state: enum(open|closed)", {"state": "lost"}),
        ("count: int", "count: int(1..9)", {"count": 10}),
        ("note: string", "note: string unique", {"note": "the same"}),
    ],
)
def test_a_row_that_breaks_new_limits_leaves_the_database_as_it_was(
    orders: Evolving, url: str, before: str, now: str, stored: dict[str, Any]
) -> None:
    orders.becomes(orders_with(before))
    orders.migrate(url)
    orders.insert(url, "order", order(1, **stored), order(2, **stored))
    described, rows = schema(url), orders.rows(url, "order")

    orders.becomes(orders_with(now, "added: int"))
    with pytest.raises(IntegrityError):
        orders.migrate(url)

    assert schema(url) == described
    assert values(url, next(iter(stored))) == [(row[next(iter(stored))],) for row in rows]


def test_a_type_that_holds_the_old_values_takes_them(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(
        orders_with("code: int", "note: string(<=5) unique", "state: enum(open|closed)", "price: decimal(4.2)")
    )
    orders.migrate(url)
    orders.insert(url, "order", order(1, code=-7, note="x", state="open", price=Decimal("1.50")))

    spec = orders_with("code: string", "note: email unique", "state: string(<=20)", "price: decimal")
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order") == [order(1, code="-7", note="x", state="open", price=Decimal("1.50"))]
    is_as_new(spec)


def test_a_type_that_cannot_hold_the_old_values_leaves_them_beside(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(orders_with("size: string unique", "due: date", "state: enum(a|b)", "price: bool"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, size="large", due=date(2026, 1, 2), state="b", price=True))

    spec = orders_with("size: int", "due: bool?", "state: list(string)", "price: decimal(6.2)")
    migration = orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(2, size=4, due=True, state=["x"], price=Decimal("1.25")))

    assert "`order.size` begins anew, for `text` cannot become `int` without loss" in " ".join(migration.split())
    assert orders.rows(url, "order") == [
        order(1, size=0, due=None, state=[], price=Decimal("0.00")),
        order(2, size=4, due=True, state=["x"], price=Decimal("1.25")),
    ]
    aside = values(url, "size_until_0002, state_until_0002")
    assert aside == [("large", "b"), (None, None)]
    is_as_new(spec)


def test_a_type_that_takes_the_old_values_with_a_loss_leaves_them_beside_as_well(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    before = ("count: int", "share: float", "price: decimal(6.3)", "due: date?", "at: datetime", "size: decimal(6.3)")
    orders.becomes(orders_with(*before))
    orders.migrate(url)
    moment = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    row = {
        "count": 3,
        "share": 0.126,
        "price": Decimal("1.126"),
        "due": date(2026, 1, 2),
        "at": moment,
        "size": Decimal("2.000"),
    }
    orders.insert(url, "order", order(1, **row), order(2, **row | {"due": None}))

    spec = orders_with(
        "count: float", "share: decimal(4.2)", "price: decimal(6.2)", "due: datetime", "at: date", "size: int(>=1)"
    )
    migration = " ".join(orders.becomes(spec).split())
    orders.migrate(url)

    assert "`order.due` takes over what it can, for `date` cannot become `datetime` without loss" in migration
    assert "Fails, and changes nothing, while a value of `order.size` is outside its new limits." in migration
    now = {"count": 3.0, "share": Decimal("0.13"), "price": Decimal("1.13"), "at": date(2026, 3, 4), "size": 2}
    assert orders.rows(url, "order") == [
        order(1, **now, due=datetime(2026, 1, 2, tzinfo=UTC)),
        order(2, **now, due=datetime(1970, 1, 1, tzinfo=UTC)),
    ]
    assert values(url, "CAST(price_until_0002 AS TEXT)") == [("1.126",), ("1.126",)]
    is_as_new(spec)


def test_a_decimal_with_more_places_is_found_by_its_value(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("price: decimal(6.2)", "size: decimal(6.0)?"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, price=Decimal("1.50"), size=Decimal(4)), order(2, price=Decimal(2), size=None))

    spec = orders_with("price: decimal(8.4)", "size: decimal(9.1)?")
    orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(3, price=Decimal("1.5"), size=Decimal(4)))

    with orders.tables() as tables:
        table = tables["order"]
        alike = table.select().where(table.c.price == Decimal("1.5"), table.c["size"] == Decimal(4))
        assert len(on_database(url, lambda connection: connection.execute(alike).all())) == 2
    is_as_new(spec)


def test_an_index_comes_and_goes(orders: Evolving, url: str, is_as_new: Check) -> None:
    orders.becomes(orders_with("note: string unique", "count: int"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x", count=1))

    spec = orders_with("note: string", "count: int unique")
    orders.becomes(spec)
    orders.migrate(url)
    orders.insert(url, "order", order(2, note="x", count=2))

    is_as_new(spec)
    assert len(orders.rows(url, "order")) == 2


def test_a_field_called_version_leaves_the_version_of_the_row_alone(
    orders: Evolving, url: str, is_as_new: Check
) -> None:
    orders.becomes(orders_with("note: string"))
    orders.migrate(url)
    orders.insert(url, "order", order(1, note="x") | {"version": 17})

    spec = orders_with("note: string", "version: string")
    orders.becomes(spec)
    orders.migrate(url)

    assert orders.rows(url, "order") == [order(1, note="x", version_=17) | {"version": ""}]
    is_as_new(spec)


def values(url: str, columns: str) -> list[tuple[Any, ...]]:
    statement = text(f'SELECT {columns} FROM "order" ORDER BY id')
    return on_database(url, lambda connection: [tuple(row) for row in connection.execute(statement)])
