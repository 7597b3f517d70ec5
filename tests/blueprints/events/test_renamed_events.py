"""Events under a new name, of a context under a new name: nothing is lost and nothing comes twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sample_subscriptions import STREAM, Handler, dead_letters, placed, publish, subscribed
from stored_service.adapters.events._gen.backoff import Backoff
from stored_service.adapters.events._gen.broker import Broker, Message
from stored_service.adapters.events._gen.consumer import Consumer
from stored_service.adapters.events._gen.naming import stream_of
from stored_service.adapters.events._gen.redrive import redrive
from stored_service.domain._gen.errors import InvalidInput
from stored_service.domain._gen.events import OrderPlaced

NEW_SUBJECT = "shop.sales.OrderTaken.v1"
RENAMED: dict[str, Any] = {
    "context": "sales",
    "subjects": (NEW_SUBJECT, OrderPlaced.subject),
    "stream_name": STREAM.name,
    "older_contexts": ("ordering",),
}
"""What a consumer of `ordering.OrderPlaced` becomes while both names of `sales.OrderTaken` stand in the spec."""


async def test_the_position_is_kept_and_both_names_are_heard(broker: Broker) -> None:
    before, after = Handler(), Handler()
    consumer = await _started(broker, subscribed(before))
    await publish(broker, placed(1))
    await before.calls(1)
    await consumer.stop()
    await publish(broker, placed(2))

    consumer = await _started(broker, subscribed(after, **RENAMED))
    await broker.declare(stream_of("shop", "sales", name=STREAM.name))
    assert list(await broker.publish([_taken(3)])) == [None]
    await after.calls(2)
    await consumer.stop()

    assert (before.numbers, after.numbers) == ([1], [2, 3])


async def test_dead_letters_of_the_old_context_come_back(broker: Broker) -> None:
    handler = Handler()
    handler.errors = [InvalidInput("never")]
    consumer = await _started(broker, subscribed(handler))
    await publish(broker, placed(1))
    for letter in await dead_letters(broker, 1):
        await letter.nak(0.0)
    await consumer.stop()

    again = Handler()
    subscription = subscribed(again, **RENAMED)
    consumer = await _started(broker, subscription)
    assert await redrive(broker, subscription) == 1
    await again.calls(1)
    await consumer.stop()

    assert again.numbers == [1]


async def test_the_stream_of_a_renamed_context_takes_what_still_waits_under_the_old_name(broker: Broker) -> None:
    await broker.declare(stream_of("shop", "sales", name=STREAM.name, older=("ordering",)))
    assert list(await broker.publish([placed(1), _taken(2)])) == [None, None]


async def _started(broker: Broker, subscription: Any) -> Consumer:
    consumer = Consumer(broker, [subscription], backoff=Backoff(first=0.001, longest=0.002))
    await consumer.start()
    return consumer


def _taken(number: int) -> Message:
    """An event as the publisher sends it after the rename."""
    return replace(placed(number), subject=NEW_SUBJECT)
