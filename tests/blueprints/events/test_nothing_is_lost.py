"""The way from a transaction to an effect, with a real broker and real databases that fail on the way."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict
from pathlib import Path
from uuid import UUID

import pytest
import stored_service
from nats_server import NatsServer
from sample_subscriptions import STREAM, Handler, placed, publish, subscribed
from sqlalchemy import text
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.errors import StoreUnavailable
from stored_service.adapters.db._gen.inbox import Inbox
from stored_service.adapters.db._gen.outbox import Outbox
from stored_service.adapters.events._gen.backoff import Backoff
from stored_service.adapters.events._gen.broker import Broker
from stored_service.adapters.events._gen.consumer import Consumer
from stored_service.adapters.events._gen.envelope import Envelope
from stored_service.adapters.events._gen.errors import BrokerUnavailable
from stored_service.adapters.events._gen.factory import create_broker
from stored_service.adapters.events._gen.outbox_publisher import OutboxPublisher
from stored_service.adapters.events._gen.relay import Relay
from stored_service.domain._gen.events import OrderPlaced

KEYS = 5


class Effects:
    """A handler whose effects are rows without any unique value: a second effect would show."""

    def __init__(self, database: Database, expected: int) -> None:
        self._database = database
        self._expected = expected
        self._handled: set[int] = set()
        self.complete = asyncio.Event()

    @classmethod
    async def in_a_table(cls, database: Database, expected: int) -> Effects:
        async with database.transaction(), database.connection() as connection:
            await connection.execute(text("CREATE TABLE effects (key TEXT, number BIGINT, at BIGINT)"))
        return cls(database, expected)

    async def __call__(self, event: OrderPlaced) -> None:
        statement = text("INSERT INTO effects SELECT :key, :number, coalesce(max(at), 0) + 1 FROM effects")
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(statement, {"key": str(event.order_id), "number": event.number})
        self._database.on_commit(lambda: self._note(event.number))

    async def by_key(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        async with self._database.connection() as connection:
            rows = await connection.execute(text("SELECT key, number FROM effects ORDER BY at"))
            for key, number in rows:
                found[key].append(number)
        return dict(found)

    def _note(self, number: int) -> None:
        self._handled.add(number)
        if len(self._handled) == self._expected:
            self.complete.set()


async def place(database: Database, publisher: OutboxPublisher, numbers: range) -> None:
    for number in numbers:
        async with database.transaction():
            await publisher.publish(OrderPlaced(order_id=UUID(int=number % KEYS), number=number))


def expected(count: int) -> dict[str, list[int]]:
    return {str(UUID(int=key)): list(range(key, count, KEYS)) for key in range(KEYS)}


def consumer_of(broker: Broker, database: Database, effects: Effects) -> Consumer:
    return Consumer(
        broker,
        [subscribed(effects, retries=None)],
        unit_of_work=database.unit_of_work,
        inbox=Inbox(database),
        outages=(StoreUnavailable,),
        ack_wait=2.0,
        backoff=Backoff(0.05, 0.2),
    )


async def test_a_broker_that_dies_in_the_middle_loses_nothing_and_nothing_is_applied_twice(
    database: Database, server: NatsServer, nats_broker: Broker
) -> None:
    count = 150
    outbox, effects = Outbox(database), await Effects.in_a_table(database, count)
    publisher = OutboxPublisher(outbox, Envelope("shop", "orders"))
    relay = Relay(outbox, nats_broker, [STREAM], batch=20, poll=0.02, lease=8.0)
    consumer = consumer_of(nats_broker, database, effects)
    await relay.start()
    await consumer.start()
    await place(database, publisher, range(50))
    server.kill()
    await place(database, publisher, range(50, 100))
    await server.start()
    await place(database, publisher, range(100, count))
    async with asyncio.timeout(60):
        await effects.complete.wait()
    await consumer.stop()
    await relay.stop()
    assert await effects.by_key() == expected(count)


@pytest.mark.parametrize("kills", [3])
async def test_a_relay_that_is_killed_in_the_middle_loses_nothing_and_nothing_is_applied_twice(
    database: Database, database_url: str, server: NatsServer, nats_broker: Broker, kills: int
) -> None:
    count = 200
    effects = await Effects.in_a_table(database, count)
    publisher = OutboxPublisher(Outbox(database), Envelope("shop", "orders"))
    consumer = consumer_of(nats_broker, database, effects)
    await consumer.start()
    for part in range(kills):
        relay = await relay_process(database_url, server.url)
        step = count // kills
        await place(database, publisher, range(part * step, (part + 1) * step))
        relay.kill()
        await relay.wait()
    await place(database, publisher, range(kills * (count // kills), count))
    last = await relay_process(database_url, server.url)
    try:
        async with asyncio.timeout(60):
            await effects.complete.wait()
    finally:
        last.kill()
        await last.wait()
    await consumer.stop()
    assert await effects.by_key() == expected(count)


async def relay_process(database_url: str, broker_url: str) -> asyncio.subprocess.Process:
    """A relay whose claims end soon after its death."""
    source = Path(stored_service.__file__).parents[1]
    script = Path(__file__).with_name("relay_process.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(str(script), database_url, broker_url, "0.5"),
        env={**os.environ, "PYTHONPATH": str(source)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"started\n"
    return process


async def test_a_service_starts_while_the_broker_is_away_and_goes_on_when_it_comes(
    database: Database, server: NatsServer, nats_broker: Broker
) -> None:
    server.kill()
    with pytest.raises(BrokerUnavailable):
        await nats_broker.ping()
    outbox, effects = Outbox(database), await Effects.in_a_table(database, 10)
    relay = Relay(outbox, nats_broker, [STREAM], poll=0.02)
    consumer = consumer_of(nats_broker, database, effects)
    await relay.start()
    await consumer.start()
    await place(database, OutboxPublisher(outbox, Envelope("shop", "orders")), range(10))
    await server.start()
    async with asyncio.timeout(60):
        await effects.complete.wait()
    await consumer.stop()
    await relay.stop()
    assert await effects.by_key() == expected(10)


async def test_a_broker_that_lost_its_disk_gets_its_streams_and_consumers_again(
    server: NatsServer, nats_broker: Broker, tmp_path: Path
) -> None:
    handler = Handler()
    consumer = Consumer(nats_broker, [subscribed(handler)])
    await consumer.start()
    await publish(nats_broker, placed(1))
    await handler.calls(1)
    server.kill()
    (tmp_path / "nats").rename(tmp_path / "lost")
    await server.start()
    other = create_broker(server.url)
    await publish(other, placed(2))
    await handler.calls(2)
    await other.close()
    await consumer.stop()
    assert handler.numbers == [1, 2]
