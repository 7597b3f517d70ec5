"""What is done with one delivery: its effect once, and then one answer to the broker."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog
from pydantic import ValidationError

from ....domain._gen.errors import InvalidInput
from ....resilience.errors import BreakerOpen, BulkheadFull
from .backoff import Backoff
from .broker import Delivery
from .dead_letters import DeadLetters
from .envelope import EVENT_ID, MESSAGE_ID
from .errors import BrokerUnavailable
from .subscription import Subscription

_log = structlog.get_logger()
_PERMANENT = (InvalidInput, ValidationError)
"""Errors that the same message will always meet."""
OUTAGES: tuple[type[Exception], ...] = (BreakerOpen, BulkheadFull, BrokerUnavailable)
"""Errors that any message would meet now, and none later."""

Settlement = Callable[[], Awaitable[None]]
"""Ends the delivery."""

UnitOfWork = Callable[[], AbstractAsyncContextManager[None]]
"""Makes everything inside commit together."""
TraceScope = Callable[[str, Mapping[str, str]], AbstractContextManager[object]]
"""Takes the name of what is done and the message's headers, and continues their trace."""


class Inbox(Protocol):
    """Remembers which messages a consumer has applied."""

    async def seen(self, consumer: str, message_id: str) -> bool: ...

    async def record(self, consumer: str, message_id: str) -> bool: ...


class _AppliedBeforeError(Exception):
    """Somebody else applied the message while we did; rolls our effect back."""


class HandlerNeverFinishedError(Exception):
    """Every delivery was begun and none was ended: the handler kills its process."""


@dataclass(frozen=True, slots=True)
class Handling:
    """Handles the deliveries of one subscription."""

    subscription: Subscription[Any]
    unit_of_work: UnitOfWork
    inbox: Inbox | None
    trace_scope: TraceScope
    dead_letters: DeadLetters
    backoff: Backoff
    outages: tuple[type[Exception], ...]
    stopping: asyncio.Event

    async def handle(self, delivery: Delivery) -> None:
        """Apply the message and settle the delivery; never raises but when cancelled."""
        with self.trace_scope(self.subscription.durable, delivery.headers):
            settle = await self._applied_when_possible(delivery)
            try:
                await settle()
            except BrokerUnavailable as error:
                # It comes again, and the inbox knows it then.
                _log.warning("delivery_not_settled", reason=str(error), **self._labels(delivery))

    async def _applied_when_possible(self, delivery: Delivery) -> Settlement:
        """An outage is not the message's fault: hold it, with its slot, and use up no attempt."""
        waits = 0
        while True:
            try:
                return await self._applied(delivery)
            except self.outages as error:
                waits += 1
                _log.warning("delivery_waits", reason=str(error), **self._labels(delivery))
                if await self._stopped_within(Backoff().after(waits)):
                    return partial(delivery.nak, 0.0)

    async def _applied(self, delivery: Delivery) -> Settlement:
        """Apply the message, or find that it cannot be; the answer that the broker is to get."""
        attempt = delivery.attempt
        if self.subscription.is_last(attempt - 1):
            return await self._rejected(
                delivery, HandlerNeverFinishedError("no attempt came to an end")
            )
        try:
            await self._apply(delivery)
        except _PERMANENT as error:
            return await self._rejected(delivery, error)
        except self.outages:
            raise
        except Exception as error:
            if self.subscription.is_last(attempt):
                return await self._rejected(delivery, error)
            delay = self.backoff.after(attempt)
            _log.warning("delivery_failed", delay=delay, exc_info=error, **self._labels(delivery))
            return partial(delivery.nak, delay)
        return delivery.ack

    async def _apply(self, delivery: Delivery) -> None:
        event = self.subscription.event.model_validate_json(delivery.payload)
        if self.inbox is None or self.subscription.idempotency != "inbox":
            async with self.unit_of_work():
                await self.subscription.handler(event)
            return
        consumer, message_id = self.subscription.durable, _message_id(delivery)
        if await self.inbox.seen(consumer, message_id):
            return
        try:
            async with self.unit_of_work():
                await self.subscription.handler(event)
                # Last, so that calls of the handler to other services hold no connection.
                if not await self.inbox.record(consumer, message_id):
                    raise _AppliedBeforeError
        except _AppliedBeforeError:
            _log.info("delivery_applied_before", **self._labels(delivery))

    async def _rejected(self, delivery: Delivery, reason: Exception) -> Settlement:
        """Store the dead letter first: the message must never be in neither place."""
        _log.error("delivery_rejected", exc_info=reason, **self._labels(delivery))
        if self.subscription.dead_letter:
            await self.dead_letters.send(self.subscription, delivery, reason)
        return delivery.term

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        return self.stopping.is_set()

    def _labels(self, delivery: Delivery) -> dict[str, Any]:
        return {
            "durable": self.subscription.durable,
            "message_id": delivery.headers.get(EVENT_ID),
            "attempt": delivery.attempt,
        }


def _message_id(delivery: Delivery) -> str:
    found = delivery.headers.get(EVENT_ID) or delivery.headers.get(MESSAGE_ID)
    if not found:
        raise InvalidInput(f"the message has no `{EVENT_ID}`")
    return found
