"""Publishes events at once, for a service without a store."""

from __future__ import annotations

from collections.abc import Sequence

from ....domain._gen.event import Event
from .broker import Broker, Stream
from .envelope import Envelope
from .errors import BrokerUnavailable


class DirectPublisher:
    """Sends each event now; if the broker is away, the caller is told and nothing is kept."""

    def __init__(self, broker: Broker, envelope: Envelope, streams: Sequence[Stream]) -> None:
        """`streams` are those of the events' contexts."""
        self._broker = broker
        self._envelope = envelope
        self._undeclared = list(streams)

    async def publish(self, event: Event) -> None:
        """Return when the broker has stored the event; else raise `BrokerUnavailable`."""
        while self._undeclared:
            await self._broker.declare(self._undeclared[0])
            del self._undeclared[:1]
        (failure,) = await self._broker.publish([self._envelope.seal(event)])
        if failure is not None:
            raise BrokerUnavailable(f"`{event.subject}` could not be published") from failure
