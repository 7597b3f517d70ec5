"""A command with a key has its effect once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sample_orders import an_order
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.idempotency import IdempotencyKeys
from stored_service.adapters.db._gen.repositories import OrderRepository
from stored_service.domain._gen.errors import IdempotencyKeyInProgress, IdempotencyKeyReused, NotFound
from stored_service.domain._gen.order import Order

ROUTE = "POST /orders"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Command:
    """Adds an order each time that it runs, and answers the number of the run."""

    def __init__(self, orders: OrderRepository) -> None:
        self.orders = orders
        self.runs = 0
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self) -> bytes:
        self.runs += 1
        run = self.runs
        self.begun.set()
        await self.go.wait()
        await self.orders.add(an_order())
        return b"reply %d" % run

    async def effects(self) -> int:
        return len((await self.orders.page(Order, 200)).items)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(database: Database, clock: Clock) -> IdempotencyKeys:
    return IdempotencyKeys(database, clock=clock)


@pytest.fixture
def command(database: Database) -> Command:
    return Command(OrderRepository(database))


async def test_the_second_request_gets_the_reply_of_the_first(keys: IdempotencyKeys, command: Command) -> None:
    replies = [await keys.once("k", ROUTE, "h", command) for _ in range(3)]
    assert replies == [b"reply 1"] * 3
    assert await command.effects() == 1


async def test_of_many_requests_at_once_one_works_and_the_others_are_told_so(
    keys: IdempotencyKeys, command: Command
) -> None:
    command.go.clear()
    first = asyncio.create_task(keys.once("k", ROUTE, "h", command))
    await command.begun.wait()
    others = await asyncio.gather(*(keys.once("k", ROUTE, "h", command) for _ in range(4)), return_exceptions=True)
    assert [type(other) for other in others] == [IdempotencyKeyInProgress] * 4
    command.go.set()
    assert await first == b"reply 1"
    assert await keys.once("k", ROUTE, "h", command) == b"reply 1"
    assert await command.effects() == 1


async def test_of_requests_that_start_together_only_one_works(keys: IdempotencyKeys, command: Command) -> None:
    results = await asyncio.gather(*(keys.once("k", ROUTE, "h", command) for _ in range(8)), return_exceptions=True)
    assert command.runs == 1
    assert await command.effects() == 1
    assert set(map(type, results)) <= {bytes, IdempotencyKeyInProgress}
    assert b"reply 1" in results


async def test_a_key_is_refused_for_another_request(keys: IdempotencyKeys, command: Command) -> None:
    await keys.once("k", ROUTE, "h", command)
    with pytest.raises(IdempotencyKeyReused):
        await keys.once("k", ROUTE, "other", command)
    assert await keys.once("k", "POST /refunds", "other", command) == b"reply 2"


async def test_a_request_that_failed_may_come_again(keys: IdempotencyKeys, command: Command) -> None:
    async def fail() -> bytes:
        await command()
        raise NotFound("there is no customer")

    with pytest.raises(NotFound):
        await keys.once("k", ROUTE, "h", fail)
    assert await command.effects() == 0
    assert await keys.once("k", ROUTE, "h", command) == b"reply 2"


async def test_a_request_that_was_cancelled_may_come_again(keys: IdempotencyKeys, command: Command) -> None:
    command.go.clear()
    first = asyncio.create_task(keys.once("k", ROUTE, "h", command))
    await command.begun.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    command.go.set()
    assert await keys.once("k", ROUTE, "h", command) == b"reply 2"


async def test_a_first_try_that_never_came_back_is_taken_over_and_has_no_effect_later(
    keys: IdempotencyKeys, command: Command, clock: Clock
) -> None:
    command.go.clear()
    lost = asyncio.create_task(keys.once("k", ROUTE, "h", command))
    await command.begun.wait()
    clock.now += timedelta(seconds=61)
    second = asyncio.create_task(keys.once("k", ROUTE, "h", command))
    command.begun.clear()
    await command.begun.wait()
    command.go.set()
    results = await asyncio.gather(lost, second, return_exceptions=True)
    assert type(results[0]) is IdempotencyKeyInProgress
    assert results[1] == b"reply 2"
    assert await command.effects() == 1
    assert await keys.once("k", ROUTE, "h", command) == b"reply 2"


async def test_a_key_is_forgotten_after_its_time(keys: IdempotencyKeys, command: Command, clock: Clock) -> None:
    await keys.once("k", ROUTE, "h", command)
    clock.now += timedelta(hours=25)
    assert await keys.once("k", ROUTE, "other", command) == b"reply 2"
    clock.now += timedelta(hours=25)
    await keys.purge()
    assert await keys.once("k", ROUTE, "h", command) == b"reply 3"
