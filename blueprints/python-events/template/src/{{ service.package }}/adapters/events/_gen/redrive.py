"""Brings the dead letters of one durable back to it."""

from __future__ import annotations

from typing import Any

from .broker import Broker, Delivery, Durable, Message
from .dead_letters import REDRIVES
from .envelope import MESSAGE_ID
from .naming import dead_letter_stream, dead_letter_subject, redrive_subject
from .subscription import Subscription

_BATCH = 100
_WAIT = 1.0
"""Seconds without a message after which there are no more."""


async def redrive(broker: Broker, subscription: Subscription[Any]) -> int:
    """Move every dead letter of the subscription back, and return how many there were.

    They come to this subscription only, not to others of the same event. Each is stored in the
    stream before it leaves the dead letters. Raises `BrokerUnavailable`; what was moved, stays so.
    """
    system, context, durable = subscription.system, subscription.context, subscription.durable
    dead_letters = dead_letter_stream(system)
    await broker.declare(dead_letters)
    await broker.declare(subscription.stream)
    source = Durable(
        f"redrive-{durable}",
        dead_letters,
        (dead_letter_subject(system, context, durable),),
    )
    puller = await broker.subscribe(source)
    moved = 0
    try:
        while deliveries := await puller.fetch(_BATCH, _WAIT):
            for delivery in deliveries:
                message = _brought_back(subscription, delivery)
                (failure,) = await broker.publish([message])
                if failure is not None:
                    raise failure
                await delivery.ack()
                moved += 1
    finally:
        await puller.close()
    return moved


def _brought_back(subscription: Subscription[Any], dead_letter: Delivery) -> Message:
    redrives = int(dead_letter.headers.get(REDRIVES, "0")) + 1
    # Another id than the first time, or the broker would drop it as sent before.
    identity = f"{dead_letter.headers.get(MESSAGE_ID, '')}/redrive"
    kept = {
        name: value
        for name, value in dead_letter.headers.items()
        if name not in ("x-attempts", "x-error", "x-error-type")
    }
    subject = redrive_subject(subscription.system, subscription.context, subscription.durable)
    headers = {**kept, REDRIVES: str(redrives), MESSAGE_ID: identity}
    return Message(identity, subject, dead_letter.payload, headers)
