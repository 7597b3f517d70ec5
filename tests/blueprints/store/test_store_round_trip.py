"""What is stored comes back the same, on both databases."""

from __future__ import annotations

from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sample_orders import an_order
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.repositories import OrderRepository
from stored_service.domain._gen.errors import InvalidInput
from stored_service.domain._gen.order import Money, Order, OrderStatus


async def test_every_type_of_field_comes_back_the_same(database: Database) -> None:
    orders = OrderRepository(database)
    order = an_order()
    await orders.add(order)
    found = await orders.get(Order, order.id)
    assert found == order
    other_zone = {"placed_at"}
    assert found.model_dump(mode="json", exclude=other_zone) == order.model_dump(mode="json", exclude=other_zone)
    assert found.placed_at.utcoffset() == timedelta(0)
    assert type(found.status) is OrderStatus
    assert str(found.weight) == "9999999999.10"


async def test_values_that_are_left_out_come_back_as_none_or_empty(database: Database) -> None:
    orders = OrderRepository(database)
    order = an_order(refund=None, anything=None, class_=None, former=[], labels={}, lines=[])
    await orders.add(order)
    assert await orders.get(Order, order.id) == order


@pytest.mark.parametrize("value", [None, 0, "", "text", [], {}, False, 1.5, 2**60, "🥐 \\ \" '"])
async def test_any_json_value_comes_back_the_same(database: Database, value: Any) -> None:
    orders = OrderRepository(database)
    order = an_order(anything=value, extra=value)
    await orders.add(order)
    found = await orders.get(Order, order.id)
    assert (found.anything, found.extra) == (value, value)
    assert type(found.anything) is type(value)


@pytest.mark.parametrize(
    ("stored", "found"),
    [("12.5", "12.50"), ("100", "100.00"), ("0.1234", "0.1234"), ("-0.010", "-0.01"), ("1E+3", "1000.00")],
)
async def test_an_amount_keeps_its_value_and_shows_two_places_at_least(
    database: Database, stored: str, found: str
) -> None:
    orders = OrderRepository(database)
    order = an_order(refund=Money(amount=Decimal(stored), currency="EUR"))
    await orders.add(order)
    refund = (await orders.get(Order, order.id)).refund
    assert refund is not None
    assert str(refund.amount) == found


async def test_a_number_with_too_many_places_is_refused_and_not_rounded(database: Database) -> None:
    orders = OrderRepository(database)
    order = an_order(weight=Decimal("1.005"))
    with pytest.raises(Exception, match="more than 2 decimal places"):
        await orders.add(order)
    assert await orders.find(Order, order.id) is None


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    order = an_order()
    order.placed_at = order.placed_at.astimezone(UTC).replace(tzinfo=None)
    with pytest.raises(Exception, match="no time zone"):
        await OrderRepository(database).add(order)


async def test_a_character_that_the_store_cannot_hold_is_the_callers_fault(database: Database) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite holds every character")
    for order in (an_order(email="a\x00b"), an_order(anything={"text": "a\x00b"})):
        with pytest.raises(InvalidInput):
            await OrderRepository(database).add(order)


async def test_a_check_of_the_table_is_a_fault_of_ours_and_not_of_the_caller(database: Database) -> None:
    with pytest.raises(Exception, match="ck_order_weight"):
        await OrderRepository(database).add(an_order(weight=Decimal("-1.00")))


async def test_what_a_person_added_to_the_class_has_its_default(database: Database) -> None:
    orders = OrderRepository(database)
    order = an_order(remark="not stored")
    await orders.add(order)
    assert (await orders.get(Order, order.id)).remark == ""
