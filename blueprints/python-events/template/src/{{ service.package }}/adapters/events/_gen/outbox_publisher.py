"""Publishes events with the change that they tell of."""

from __future__ import annotations

from typing import Protocol

from ....domain._gen.event import Event
from .broker import Message
from .envelope import Envelope


class MessageStore(Protocol):
    """Where messages wait for the relay."""

    async def add(self, message: Message) -> None: ...


class OutboxPublisher:
    """Stores each event in the current transaction; the relay sends it after the commit."""

    def __init__(self, outbox: MessageStore, envelope: Envelope) -> None:
        self._outbox = outbox
        self._envelope = envelope

    async def publish(self, event: Event) -> None:
        """The event will be sent, at least once, if the transaction is committed."""
        await self._outbox.add(self._envelope.seal(event))
