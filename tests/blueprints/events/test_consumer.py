"""Events are handled once, in order, with retries, and are never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sample_subscriptions import DURABLE, Handler, dead_letters, numbers, placed, publish, subscribed
from sqlalchemy import text
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.errors import StoreUnavailable
from stored_service.adapters.db._gen.inbox import Inbox
from stored_service.adapters.events._gen.backoff import Backoff
from stored_service.adapters.events._gen.broker import Broker, Message
from stored_service.adapters.events._gen.consumer import Consumer
from stored_service.adapters.events._gen.redrive import redrive
from stored_service.domain._gen.errors import InvalidInput, NotFound
from stored_service.domain._gen.events import OrderPlaced
from stored_service.resilience.errors import BreakerOpen

AT_ONCE = Backoff(first=0.001, longest=0.002)
Start = Callable[..., Any]


@pytest.fixture
async def start(broker: Broker) -> AsyncIterator[Start]:
    """Starts a consumer of the test's subscriptions, and stops it at the end."""
    started: list[Consumer] = []

    async def start_consumer(*subscriptions: Any, **settings: Any) -> Consumer:
        consumer = Consumer(broker, subscriptions, **{"backoff": AT_ONCE, **settings})
        started.append(consumer)
        await consumer.start()
        return consumer

    yield start_consumer
    for consumer in started:
        await consumer.stop()


async def test_an_event_is_handled(broker: Broker, start: Start) -> None:
    handler = Handler()
    await start(subscribed(handler))
    await publish(broker, placed(1), placed(2))
    await handler.calls(2)
    assert handler.numbers == [1, 2]


async def test_a_failing_event_is_tried_again_and_those_after_it_wait(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [NotFound("not yet"), RuntimeError("no")]
    await publish(broker, placed(1), placed(2), placed(3))
    await start(subscribed(handler))
    await handler.calls(5)
    assert handler.numbers == [1, 1, 1, 2, 3]


async def test_without_order_others_go_on_while_one_fails(broker: Broker, start: Start) -> None:
    handler, blocked = Handler(), asyncio.Event()

    async def block_the_first(event: OrderPlaced) -> None:
        if event.number == 1:
            await blocked.wait()

    handler.action = block_the_first
    await publish(broker, placed(1), placed(2), placed(3))
    await start(subscribed(handler, ordered=False))
    await handler.calls(3)
    blocked.set()
    assert sorted(handler.numbers) == [1, 2, 3]


async def test_no_more_events_are_in_flight_than_there_is_room_for(broker: Broker, start: Start) -> None:
    handler, go, most, running = Handler(), asyncio.Event(), 0, 0

    async def measure(_: OrderPlaced) -> None:
        nonlocal most, running
        running += 1
        most = max(most, running)
        await go.wait()
        running -= 1

    handler.action = measure
    await publish(broker, *(placed(number) for number in range(20)))
    await start(subscribed(handler, ordered=False), concurrency=4)
    await handler.calls(4)
    go.set()
    await handler.calls(20)
    assert most == 4


async def test_the_last_failure_makes_a_dead_letter_that_tells_why(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [RuntimeError("first"), RuntimeError("second"), RuntimeError("third\nåäö")]
    await publish(broker, placed(1), placed(2))
    await start(subscribed(handler, retries=2))
    (dead,) = await dead_letters(broker, 1)
    await handler.calls(4)
    assert handler.numbers == [1, 1, 1, 2]
    assert dead.payload == placed(1).payload
    assert dead.headers["x-original-subject"] == "shop.ordering.OrderPlaced.v1"
    assert dead.headers["x-error-type"] == "RuntimeError"
    assert dead.headers["x-error"] == "third \\xe5\\xe4\\xf6"
    assert dead.headers["x-attempts"] == "3"
    assert dead.headers["x-durable"] == DURABLE
    assert dead.headers["ce-id"] == placed(1).headers["ce-id"]


async def test_a_poison_message_is_a_dead_letter_at_once(broker: Broker, start: Start) -> None:
    handler = Handler()
    poison = Message("poison", OrderPlaced.subject, b"{", {"Nats-Msg-Id": "poison"})
    await publish(broker, poison, placed(2))
    await start(subscribed(handler))
    (dead,) = await dead_letters(broker, 1)
    await handler.calls(1)
    assert handler.numbers == [2]
    assert (dead.payload, dead.headers["x-attempts"]) == (b"{", "1")
    assert dead.headers["x-error-type"] == "ValidationError"


async def test_an_event_that_the_domain_refuses_is_a_dead_letter_at_once(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [InvalidInput("the order is empty")]
    await publish(broker, placed(1))
    await start(subscribed(handler))
    (dead,) = await dead_letters(broker, 1)
    assert handler.numbers == [1]
    assert dead.headers["x-error"] == "the order is empty"


async def test_without_dead_letters_the_last_failure_ends_it(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [RuntimeError("first"), RuntimeError("second")]
    await publish(broker, placed(1), placed(2))
    await start(subscribed(handler, retries=1, dead_letter=False))
    await handler.calls(3)
    assert handler.numbers == [1, 1, 2]


async def test_without_a_limit_it_is_tried_until_it_works(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [RuntimeError("no") for _ in range(10)]
    await publish(broker, placed(1))
    await start(subscribed(handler, retries=None))
    await handler.calls(11)
    assert handler.numbers == [1] * 11


async def test_an_event_that_kills_its_process_is_a_dead_letter_without_another_try(
    broker: Broker, start: Start
) -> None:
    handler = Handler()
    await publish(broker, placed(1))
    subscription = subscribed(handler, retries=1)
    (durable,) = subscription.durables(0.05)
    crashing = await broker.subscribe(durable)
    for _ in range(2):  # two processes that die while they hold the delivery
        while not await crashing.fetch(1, 1.0):
            continue
    await crashing.close()
    await start(subscription, ack_wait=0.05)
    (dead,) = await dead_letters(broker, 1)
    assert handler.numbers == []
    assert dead.headers["x-error-type"] == "HandlerNeverFinishedError"


@pytest.mark.parametrize("outage", [BreakerOpen("payments", 1.0), StoreUnavailable()])
async def test_an_outage_is_waited_for_and_uses_up_no_try(broker: Broker, start: Start, outage: Exception) -> None:
    handler = Handler()
    handler.errors = [outage, outage, outage]
    await publish(broker, placed(1))
    await start(subscribed(handler, retries=0), outages=(StoreUnavailable,))
    await handler.calls(4)
    await publish(broker, placed(2))
    await handler.calls(5)
    assert handler.numbers == [1, 1, 1, 1, 2]


async def test_a_long_handler_is_not_given_the_event_twice(broker: Broker, start: Start) -> None:
    handler, go = Handler(), asyncio.Event()

    async def take_long(event: OrderPlaced) -> None:
        if event.number == 1:
            await go.wait()

    handler.action = take_long
    await publish(broker, placed(1))
    await start(subscribed(handler, ordered=False), ack_wait=0.6)
    await handler.calls(1)
    for number in range(2, 6):
        await asyncio.sleep(0.3)  # the time that must pass is what this test is about
        await publish(broker, placed(number))
    go.set()
    await handler.calls(5)
    assert handler.numbers == [1, 2, 3, 4, 5]


async def test_stopping_finishes_what_is_being_handled_and_takes_nothing_new(broker: Broker, start: Start) -> None:
    handler, go, finished = Handler(), asyncio.Event(), list[int]()

    async def finish_later(event: OrderPlaced) -> None:
        await go.wait()
        finished.append(event.number)

    handler.action = finish_later
    await publish(broker, placed(1))
    consumer = await start(subscribed(handler))
    await handler.calls(1)
    await consumer.stop_accepting()
    await publish(broker, placed(2))
    stopping = asyncio.create_task(consumer.stop())
    go.set()
    await stopping
    assert finished == [1]
    handler.action = None
    await start(subscribed(handler))
    await handler.calls(2)
    assert handler.numbers == [1, 2]


async def test_stopping_gives_back_what_waits_for_an_outage_to_end(broker: Broker, start: Start) -> None:
    handler = Handler()
    handler.errors = [BreakerOpen("payments", 1.0)] * 5
    await publish(broker, placed(1))
    consumer = await start(subscribed(handler, retries=3), ack_wait=60.0)
    await handler.calls(1)
    await consumer.stop()
    handler.errors = []
    before = len(handler.numbers)
    await start(subscribed(handler, retries=3), ack_wait=60.0)
    await handler.calls(before + 1)
    assert set(handler.numbers) == {1}


async def test_the_trace_of_the_publisher_goes_on(broker: Broker, start: Start) -> None:
    seen: list[tuple[str, str]] = []

    @contextmanager
    def scope(name: str, headers: Mapping[str, str]) -> Iterator[None]:
        seen.append((name, headers["ce-type"]))
        yield

    handler = Handler()
    await publish(broker, placed(1))
    await start(subscribed(handler), trace_scope=scope)
    await handler.calls(1)
    assert seen == [(DURABLE, "shop.ordering.OrderPlaced.v1")]


def in_partition(number: int, partition: int) -> Message:
    return replace(placed(number), subject=f"{OrderPlaced.subject}.p{partition}")


async def test_partitions_are_handled_side_by_side_and_each_in_order(broker: Broker, start: Start) -> None:
    handler, go = Handler(), asyncio.Event()

    async def block_the_first(event: OrderPlaced) -> None:
        if event.number == 1:
            await go.wait()

    handler.action = block_the_first
    await start(subscribed(handler, partitions=2))
    await publish(broker, *(in_partition(number, partition) for number, partition in ((1, 0), (2, 0), (3, 1), (4, 1))))
    await handler.calls(3)
    assert sorted(handler.numbers) == [1, 3, 4]
    go.set()
    await handler.calls(4)
    assert handler.numbers[-1] == 2


async def test_dead_letters_are_brought_back_to_their_own_subscription_only(broker: Broker, start: Start) -> None:
    failing, other = Handler(), Handler()
    failing.errors = [InvalidInput("no"), InvalidInput("no")]
    subscription = subscribed(failing)
    await publish(broker, placed(1), placed(2), placed(3))
    consumer = await start(subscription, subscribed(other, durable="shipping-OrderPlaced-v1"))
    await failing.calls(3)
    await other.calls(3)
    await consumer.stop()
    assert await redrive(broker, subscription) == 2
    assert await redrive(broker, subscription) == 0
    failing.errors = [InvalidInput("still no")]
    await start(subscription, subscribed(other, durable="shipping-OrderPlaced-v1"))
    await failing.calls(5)
    assert failing.numbers == [1, 2, 3, 1, 2]
    assert other.numbers == [1, 2, 3]
    (again,) = await dead_letters(broker, 1)
    assert numbers([again]) == [1]
    assert again.headers["x-redrives"] == "1"
    assert again.headers["x-original-subject"] == "shop.ordering.OrderPlaced.v1"


class Ledger:
    """A handler whose effect is a row, so that a second effect shows."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def __call__(self, event: OrderPlaced) -> None:
        async with self.database.transaction(), self.database.connection() as connection:
            await connection.execute(
                text("INSERT INTO _inbox (consumer, message_id, applied_at) VALUES ('effect', :id, '2026-01-01')")
                if self.database.dialect == "sqlite"
                else text("INSERT INTO _inbox (consumer, message_id, applied_at) VALUES ('effect', :id, now())"),
                {"id": str(UUID(int=event.number))},
            )

    async def effects(self) -> int:
        async with self.database.connection() as connection:
            query = text("SELECT count(*) FROM _inbox WHERE consumer = 'effect'")
            return int(await connection.scalar(query) or 0)


async def test_a_duplicate_has_no_second_effect(broker: Broker, start: Start, database: Database) -> None:
    ledger, handler = Ledger(database), Handler()
    handler.action = ledger
    first = placed(1)
    # The same event under another id of the broker: as if sent again after its window.
    again = Message("later", first.subject, first.payload, {**first.headers, "Nats-Msg-Id": "later"})
    await publish(broker, first, again, placed(2))
    consumer = await start(subscribed(handler), unit_of_work=database.unit_of_work, inbox=Inbox(database))
    await handler.calls(2)
    await consumer.stop()
    assert handler.numbers == [1, 2]
    assert await ledger.effects() == 2


async def test_a_failed_handler_leaves_no_effect_and_is_not_taken_for_done(
    broker: Broker, start: Start, database: Database
) -> None:
    ledger, handler = Ledger(database), Handler()
    handler.action = ledger
    handler.errors = [RuntimeError("after the effect")]
    await publish(broker, placed(1), placed(2))
    consumer = await start(subscribed(handler), unit_of_work=database.unit_of_work, inbox=Inbox(database))
    await handler.calls(3)
    await consumer.stop()
    assert handler.numbers == [1, 1, 2]
    assert await ledger.effects() == 2


async def test_of_two_that_handle_one_event_together_only_one_has_an_effect(
    database: Database, broker: Broker, start: Start
) -> None:
    handler, both, ledger, effects = Handler(), asyncio.Barrier(2), Ledger(database), count(1)

    async def together(event: OrderPlaced) -> None:
        await both.wait()
        await ledger(OrderPlaced(order_id=event.order_id, number=next(effects)))

    handler.action = together
    first = placed(1)
    again = Message("later", first.subject, first.payload, {**first.headers, "Nats-Msg-Id": "later"})
    await publish(broker, first, again)
    consumer = await start(
        subscribed(handler, ordered=False), unit_of_work=database.unit_of_work, inbox=Inbox(database)
    )
    await handler.calls(2)
    await consumer.stop()
    assert handler.numbers == [1, 1]
    assert await ledger.effects() == 1
