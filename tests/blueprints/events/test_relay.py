"""What is committed is sent: at least once, in the order of its key, and never by accident."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sample_subscriptions import STREAM, placed, taken
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.outbox import Outbox
from stored_service.adapters.events._gen.backoff import Backoff
from stored_service.adapters.events._gen.broker import Message
from stored_service.adapters.events._gen.envelope import Envelope
from stored_service.adapters.events._gen.errors import BrokerUnavailable
from stored_service.adapters.events._gen.memory_broker import MemoryBroker
from stored_service.adapters.events._gen.outbox_publisher import OutboxPublisher
from stored_service.adapters.events._gen.relay import Relay
from stored_service.domain._gen.events import OrderPlaced


class RecordingBroker(MemoryBroker):
    """Notes what is sent, and fails as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Message] = []
        self.failing: set[str] = set()
        self.batches: list[int] = []
        self._called = asyncio.Condition()

    async def calls(self, count: int) -> None:
        """Return when something was to be sent so many times."""
        async with asyncio.timeout(30), self._called:
            await self._called.wait_for(lambda: len(self.batches) >= count)

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        async with self._called:
            self.batches.append(len(messages))
            self._called.notify_all()
        outcomes: list[Exception | None] = []
        for message in messages:
            if message.id in self.failing:
                outcomes.append(BrokerUnavailable("refused by the test"))
            else:
                outcomes += await super().publish([message])
                self.sent.append(message)
        return outcomes

    def ids(self) -> list[str]:
        return [message.id for message in self.sent]


@pytest.fixture
def broker() -> RecordingBroker:
    return RecordingBroker()


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


@pytest.fixture
async def relay(outbox: Outbox, broker: RecordingBroker) -> AsyncIterator[Relay]:
    relay = Relay(outbox, broker, [STREAM], poll=60.0, backoff=Backoff(0.001, 0.002))
    yield relay
    await relay.stop()


async def add(outbox: Outbox, *messages: Message) -> list[str]:
    for message in messages:
        await outbox.add(message)
    return [message.id for message in messages]


async def test_a_message_leaves_the_outbox_as_it_was_put_in(
    outbox: Outbox, relay: Relay, broker: RecordingBroker
) -> None:
    message = placed(1)
    await outbox.add(message)
    assert await relay.send_batch() is True
    assert broker.sent == [message]
    assert await relay.send_batch() is False


async def test_an_event_is_published_with_its_transaction_or_not_at_all(
    database: Database, outbox: Outbox, relay: Relay, broker: RecordingBroker
) -> None:
    publisher = OutboxPublisher(outbox, Envelope("shop", "orders"))
    event = OrderPlaced(order_id=UUID(int=1))

    async def fail() -> None:
        async with database.transaction():
            await publisher.publish(event)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await relay.send_batch() is False
    async with database.transaction():
        await publisher.publish(event)
        assert not outbox.filled.is_set()
    assert outbox.filled.is_set()
    await relay.send_batch()
    assert [message.key for message in broker.sent] == [str(UUID(int=1))]


async def test_a_commit_wakes_the_relay(outbox: Outbox, relay: Relay, broker: RecordingBroker) -> None:
    await broker.declare(STREAM)
    await relay.start()
    await outbox.add(placed(1))
    # The relay looks by itself only after a minute.
    (delivery,) = await taken(broker, STREAM, OrderPlaced.subject, 1)
    assert delivery.payload == placed(1).payload


async def test_messages_of_one_key_keep_their_order_when_one_of_them_fails(
    outbox: Outbox, relay: Relay, broker: RecordingBroker
) -> None:
    first, second, third = (placed(number, key=1) for number in range(3))
    other, unrelated = placed(0, key=2), placed(1, key=2)
    await add(outbox, first, second, other, third, unrelated)
    broker.failing = {second.id}
    with pytest.raises(BrokerUnavailable, match="2 messages were not confirmed"):
        await relay.send_batch()
    assert broker.ids() == [first.id, other.id, unrelated.id]
    broker.failing = set()
    await relay.send_batch()
    assert broker.ids()[3:] == [second.id, third.id]


async def test_messages_without_a_key_go_together(outbox: Outbox, relay: Relay, broker: RecordingBroker) -> None:
    messages = [Message(str(number), OrderPlaced.subject, b"{}", {}) for number in range(10)]
    await add(outbox, *messages)
    await relay.send_batch()
    assert broker.batches == [10]


async def test_nothing_is_deleted_before_it_is_confirmed(outbox: Outbox, relay: Relay, broker: RecordingBroker) -> None:
    ids = await add(outbox, placed(1), placed(2, key=2))
    broker.failing = set(ids)
    for _ in range(3):
        with pytest.raises(BrokerUnavailable):
            await relay.send_batch()
    broker.failing = set()
    await relay.send_batch()
    assert broker.ids() == ids


async def test_the_relay_goes_on_after_an_outage(outbox: Outbox, relay: Relay, broker: RecordingBroker) -> None:
    await broker.declare(STREAM)
    ids = await add(outbox, *(placed(number, key=number) for number in range(5)))
    broker.failing = set(ids)
    await relay.start()
    await broker.calls(3)
    broker.failing = set()
    await taken(broker, STREAM, OrderPlaced.subject, 5)
    assert sorted(broker.ids()) == sorted(ids)


async def test_a_claim_is_nobody_elses_until_its_lease_is_over(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    outbox = Outbox(database, clock=lambda: now)
    await add(outbox, placed(1), placed(2, key=2))
    first = await outbox.claim(10, lease=30)
    assert first is not None
    assert await outbox.claim(10, lease=30) is None
    now += timedelta(seconds=31)
    second = await outbox.claim(10, lease=30)
    assert second is not None
    assert second.messages == first.messages
    # The slow one comes back: it has lost its claim, so that it deletes nothing of the second's.
    await outbox.settle(first, list(first.messages))
    await outbox.settle(second, [])
    third = await outbox.claim(10, lease=30)
    assert third is not None
    assert third.messages == first.messages


async def test_a_claim_keeps_later_messages_of_its_keys_from_others(outbox: Outbox) -> None:
    await add(outbox, placed(1, key=1), placed(2, key=1), placed(1, key=2))
    first = await outbox.claim(1, lease=30)
    second = await outbox.claim(10, lease=30)
    assert first is not None
    assert second is not None
    assert [message.id for message in second.messages.values()] == [placed(1, key=2).id]
    await outbox.settle(first, list(first.messages))
    third = await outbox.claim(10, lease=30)
    assert third is not None
    assert [message.id for message in third.messages.values()] == [placed(2, key=1).id]


async def test_several_relays_share_the_work_and_keep_the_order_of_each_key(
    outbox: Outbox, broker: RecordingBroker
) -> None:
    await broker.declare(STREAM)
    messages = [placed(number, key=number % 7) for number in range(140)]
    await add(outbox, *messages)
    relays = [Relay(outbox, broker, [STREAM], batch=10, poll=0.01) for _ in range(3)]
    for relay in relays:
        await relay.start()
    await taken(broker, STREAM, OrderPlaced.subject, len(messages))
    for relay in relays:
        await relay.stop()
    assert len(broker.sent) == len(messages)
    for key in range(7):
        mine = [message.id for message in broker.sent if message.key == str(UUID(int=key))]
        assert mine == [message.id for message in messages if message.key == str(UUID(int=key))]


async def test_a_relay_that_is_stopped_finishes_its_batch(
    outbox: Outbox, relay: Relay, broker: RecordingBroker
) -> None:
    await relay.start()
    await relay.stop_accepting()
    await relay.stop()
    ids = await add(outbox, placed(1))
    assert broker.sent == []
    await relay.start()
    await broker.calls(1)
    await relay.stop()
    assert broker.ids() == ids
