"""A subscription, a handler that remembers, and messages for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from stored_service.adapters.events._gen.broker import Broker, Delivery, Durable, Message, Stream
from stored_service.adapters.events._gen.envelope import Envelope
from stored_service.adapters.events._gen.naming import dead_letter_stream, dead_letter_subject, stream_of
from stored_service.adapters.events._gen.subscription import Subscription
from stored_service.domain._gen.events import OrderPlaced

DURABLE = "billing-OrderPlaced-v1"
STREAM = stream_of("shop", "ordering")


class Handler:
    """Notes every call; may fail, wait or do something, as the test says."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.errors: list[Exception] = []
        """Raised by the next calls, one each."""
        self.action: Callable[[OrderPlaced], Awaitable[None]] | None = None
        self._called = asyncio.Condition()

    async def __call__(self, event: OrderPlaced) -> None:
        async with self._called:
            self.numbers.append(event.number)
            self._called.notify_all()
        if self.action is not None:
            await self.action(event)
        if self.errors:
            raise self.errors.pop(0)

    async def calls(self, count: int) -> None:
        """Return when it was called so many times."""
        async with asyncio.timeout(30), self._called:
            await self._called.wait_for(lambda: len(self.numbers) >= count)


def subscribed(handler: Callable[[OrderPlaced], Awaitable[None]], **changes: Any) -> Subscription[OrderPlaced]:
    values: dict[str, Any] = {
        "durable": DURABLE,
        "system": "shop",
        "context": "ordering",
        "subjects": (OrderPlaced.subject,),
        "event": OrderPlaced,
        "handler": handler,
    }
    return Subscription(**values | changes)


def placed(number: int, key: int = 1) -> Message:
    event = OrderPlaced(order_id=UUID(int=key), number=number)
    identity = UUID(int=1000 * key + number)
    return Envelope("shop", "orders", new_id=lambda: identity).seal(event)


async def publish(broker: Broker, *messages: Message) -> None:
    await broker.declare(STREAM)
    assert list(await broker.publish(messages)) == [None] * len(messages)


async def dead_letters(broker: Broker, count: int) -> list[Delivery]:
    """So many dead letters, left where they are for as long as `ack_wait`."""
    stream = dead_letter_stream("shop")
    await broker.declare(stream)
    return await taken(broker, stream, dead_letter_subject("shop", "ordering", DURABLE), count)


async def taken(broker: Broker, stream: Stream, subject: str, count: int) -> list[Delivery]:
    puller = await broker.subscribe(Durable(f"redrive-{DURABLE}", stream, (subject,)))
    found: list[Delivery] = []
    async with asyncio.timeout(30):
        while len(found) < count:
            found += await puller.fetch(count - len(found), 1.0)
    return found


def numbers(messages: Sequence[Delivery]) -> list[int]:
    return [OrderPlaced.model_validate_json(message.payload).number for message in messages]
