"""Finding, changing, deleting and listing aggregates."""

from __future__ import annotations

import base64
from uuid import UUID, uuid4

import pytest
from sample_orders import a_line, an_order
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.repositories import OrderRepository
from stored_service.domain._gen.aggregate import version_of
from stored_service.domain._gen.errors import AlreadyExists, InvalidInput, NotFound, VersionMismatch
from stored_service.domain._gen.order import Order


@pytest.fixture
def orders(database: Database) -> OrderRepository:
    return OrderRepository(database)


async def test_what_is_not_there_is_not_found(orders: OrderRepository) -> None:
    missing = uuid4()
    assert await orders.find(Order, missing) is None
    for attempt in (orders.get(Order, missing), orders.update(an_order(id=missing)), orders.delete(missing)):
        with pytest.raises(NotFound, match=f"there is no order `{missing}`"):
            await attempt


async def test_an_order_is_found_by_its_fields(orders: OrderRepository) -> None:
    order = an_order(class_="business")
    await orders.add(order)
    assert await orders.find_by(Order, email=order.email) == order
    assert await orders.find_by(Order, class_="business", count=order.count) == order
    assert await orders.find_by(Order, email=order.email, gift=False) is None


async def test_a_field_that_is_no_column_cannot_be_searched_by(orders: OrderRepository) -> None:
    with pytest.raises(ValueError, match="`order` cannot be searched by `address`"):
        await orders.find_by(Order, address="north")


async def test_a_taken_id_already_exists(orders: OrderRepository) -> None:
    order = an_order()
    await orders.add(order)
    with pytest.raises(AlreadyExists) as raised:
        await orders.add(an_order(id=order.id))
    assert raised.value.message == "one with this `id` exists already"


async def test_a_taken_unique_value_is_named_but_not_shown(orders: OrderRepository) -> None:
    order, other = an_order(), an_order()
    await orders.add(order)
    await orders.add(other)
    with pytest.raises(AlreadyExists) as raised:
        await orders.add(an_order(email=order.email))
    assert raised.value.message == "one with this `email` exists already"
    with pytest.raises(AlreadyExists):
        await orders.update(other.model_copy(update={"email": order.email}))


async def test_a_change_replaces_fields_and_elements_and_raises_the_version(orders: OrderRepository) -> None:
    order = an_order()
    await orders.add(order)
    changed = await orders.get(Order, order.id)
    changed.gift = False
    changed.lines = [a_line("z"), a_line("y")]
    await orders.update(changed)
    found = await orders.get(Order, order.id)
    assert found == changed
    assert (version_of(order), version_of(changed), version_of(found)) == (1, 2, 2)


async def test_of_two_changes_of_one_version_the_second_is_refused(orders: OrderRepository) -> None:
    order = an_order()
    await orders.add(order)
    first, second = await orders.get(Order, order.id), await orders.get(Order, order.id)
    await orders.update(first)
    with pytest.raises(VersionMismatch):
        await orders.update(second)
    assert version_of(await orders.get(Order, order.id)) == 2


async def test_a_version_that_the_caller_has_not_seen_is_refused(orders: OrderRepository) -> None:
    order = an_order()
    await orders.add(order)
    with pytest.raises(VersionMismatch):
        await orders.update(order, expected_version=7)
    with pytest.raises(VersionMismatch):
        await orders.update(an_order(id=order.id), expected_version=7)
    with pytest.raises(VersionMismatch):
        await orders.delete(order.id, expected_version=7)
    await orders.update(order, expected_version=1)
    await orders.delete(order.id, expected_version=2)
    assert await orders.find(Order, order.id) is None


async def test_a_deleted_order_leaves_no_elements_behind(orders: OrderRepository) -> None:
    order = an_order()
    await orders.add(order)
    await orders.delete(order.id)
    await orders.add(an_order(id=order.id, lines=[a_line("new")]))
    assert [line.sku for line in (await orders.get(Order, order.id)).lines] == ["new"]


@pytest.mark.parametrize(("count", "limit", "pages"), [(0, 2, [0]), (4, 2, [2, 2]), (5, 2, [2, 2, 1]), (2, 9, [2])])
async def test_pages_hold_every_order_once_in_the_order_of_their_ids(
    orders: OrderRepository, count: int, limit: int, pages: list[int]
) -> None:
    added = [an_order() for _ in range(count)]
    for order in added:
        await orders.add(order)
    sizes, listed, cursor = [], list[UUID](), None
    for _ in pages:
        page = await orders.page(Order, limit, cursor)
        sizes.append(len(page.items))
        listed += [order.id for order in page.items]
        assert all(len(order.lines) == 3 for order in page.items)
        cursor = page.next_cursor
    assert sizes == pages
    assert cursor is None
    assert listed == sorted(order.id for order in added)


async def test_a_page_stays_in_place_while_orders_come_and_go(orders: OrderRepository) -> None:
    ids = [UUID(int=number) for number in range(1, 6)]
    for identity in ids[1:]:
        await orders.add(an_order(id=identity))
    first = await orders.page(Order, 2)
    await orders.add(an_order(id=ids[0]))
    await orders.delete(ids[2])
    second = await orders.page(Order, 2, first.next_cursor)
    assert [order.id for order in (*first.items, *second.items)] == ids[1:]


async def test_a_page_may_be_of_those_with_one_value(orders: OrderRepository) -> None:
    for class_ in ("a", "b", "a"):
        await orders.add(an_order(class_=class_))
    page = await orders.page(Order, 10, class_="a")
    assert [order.class_ for order in page.items] == ["a", "a"]


@pytest.mark.parametrize(
    "cursor",
    ["garbage", "%%%", "ÿ", "MTo", base64.urlsafe_b64encode(b"1:42").decode(), "x" * 5000, " "],
)
async def test_a_cursor_of_somebody_else_is_invalid_input(orders: OrderRepository, cursor: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        await orders.page(Order, 10, cursor)
    assert [problem.field for problem in raised.value.problems] == ["cursor"]


async def test_a_cursor_can_stand_in_a_url_as_it_is(orders: OrderRepository) -> None:
    for _ in range(2):
        await orders.add(an_order())
    cursor = (await orders.page(Order, 1)).next_cursor
    assert cursor is not None
    assert cursor.replace("-", "").replace("_", "").isalnum()
