"""Where messages go that could not be handled, with the reason in their headers."""

from __future__ import annotations

from typing import Any

from .broker import Broker, Delivery, Message
from .envelope import EVENT_ID, MESSAGE_ID
from .naming import dead_letter_stream, dead_letter_subject
from .subscription import Subscription

REDRIVES = "x-redrives"
"""How often the message was brought back before."""
ORIGINAL_SUBJECT = "x-original-subject"
_LONGEST_REASON = 500


class DeadLetters:
    """Sends messages to the dead letters of their durable."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._declared: set[str] = set()

    async def send(
        self, subscription: Subscription[Any], delivery: Delivery, reason: Exception
    ) -> None:
        """Return when the broker has stored it; else raise `BrokerUnavailable`."""
        system = subscription.system
        if system not in self._declared:
            await self._broker.declare(dead_letter_stream(system))
            self._declared.add(system)
        message = _dead_letter(subscription, delivery, reason)
        (failure,) = await self._broker.publish([message])
        if failure is not None:
            self._declared.discard(system)
            raise failure


def _dead_letter(subscription: Subscription[Any], delivery: Delivery, reason: Exception) -> Message:
    event_id = delivery.headers.get(EVENT_ID) or delivery.headers.get(MESSAGE_ID, "")
    redrives = delivery.headers.get(REDRIVES, "0")
    # The same failure sent twice, because nobody heard of the first time, is one dead letter.
    identity = f"{subscription.durable}/{event_id}/{redrives}"
    headers = {
        **delivery.headers,
        ORIGINAL_SUBJECT: delivery.headers.get(ORIGINAL_SUBJECT, delivery.subject),
        "x-durable": subscription.durable,
        "x-attempts": str(delivery.attempt),
        "x-error-type": type(reason).__name__,
        "x-error": _one_line(str(reason)),
        REDRIVES: redrives,
        MESSAGE_ID: identity,
    }
    subject = dead_letter_subject(subscription.system, subscription.context, subscription.durable)
    return Message(identity, subject, delivery.payload, headers)


def _one_line(text: str) -> str:
    """Fit for a header: short, printable, ASCII."""
    line = " ".join(text.split())[:_LONGEST_REASON]
    return line.encode("ascii", "backslashreplace").decode()
