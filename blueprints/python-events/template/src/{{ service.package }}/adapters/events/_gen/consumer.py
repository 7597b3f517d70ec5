"""Fetches events and has them handled, no more at a time than there is room for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import structlog

from ....resilience.errors import DependencyUnavailable
from .backoff import Backoff
from .broker import Broker, Delivery, Durable, Puller
from .dead_letters import DeadLetters
from .handling import OUTAGES, Handling, Inbox, TraceScope, UnitOfWork
from .subscription import Subscription

_log = structlog.get_logger()
_LONGEST_WAIT = 5.0
"""Seconds until a request for messages is renewed; one that an outage swallowed costs no more."""


@asynccontextmanager
async def nothing_to_commit() -> AsyncIterator[None]:
    """The unit of work of a service without a store."""
    yield


@contextmanager
def no_trace(_name: str, _headers: Mapping[str, str]) -> Iterator[None]:
    """The trace scope of a service without tracing."""
    yield


class Consumer:
    """All subscriptions of a service, each with its own place in its stream."""

    def __init__(
        self,
        broker: Broker,
        subscriptions: Sequence[Subscription[Any]],
        *,
        concurrency: int = 100,
        unit_of_work: UnitOfWork = nothing_to_commit,
        inbox: Inbox | None = None,
        trace_scope: TraceScope = no_trace,
        outages: tuple[type[Exception], ...] = (),
        ack_wait: float = 30.0,
        backoff: Backoff | None = None,
    ) -> None:
        """`concurrency` is per subscription. `outages` are errors that end by themselves."""
        self._stopping = asyncio.Event()
        dead_letters = DeadLetters(broker)
        self._lanes = [
            _Lane(
                broker,
                durable,
                1 if subscription.ordered else concurrency,
                Handling(
                    subscription,
                    unit_of_work,
                    inbox,
                    trace_scope,
                    dead_letters,
                    backoff or Backoff(first=0.5, longest=30.0),
                    OUTAGES + outages,
                    self._stopping,
                ),
            )
            for subscription in subscriptions
            for durable in subscription.durables(ack_wait)
        ]

    async def start(self) -> None:
        for lane in self._lanes:
            lane.start()

    async def stop_accepting(self) -> None:
        """Fetch nothing more; what is being handled goes on."""
        await asyncio.gather(*(lane.stop_fetching() for lane in self._lanes))

    async def stop(self) -> None:
        """Finish what is being handled; what waits for an outage to end is given back."""
        self._stopping.set()
        await self.stop_accepting()
        await asyncio.gather(*(lane.finish() for lane in self._lanes))


class _Lane:
    """One place in a stream, and the deliveries from it that are being handled."""

    def __init__(
        self, broker: Broker, durable: Durable, concurrency: int, handling: Handling
    ) -> None:
        self._broker = broker
        self._durable = durable
        self._concurrency = concurrency
        self._handling = handling
        self._in_flight: dict[asyncio.Task[None], Delivery] = {}
        self._background: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._background = [
            asyncio.create_task(self._fetch_for_ever()),
            asyncio.create_task(self._show_life()),
        ]

    async def stop_fetching(self) -> None:
        for fetching in self._background[:1]:
            fetching.cancel()
            await asyncio.wait({fetching})

    async def finish(self) -> None:
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        for task in self._background:
            task.cancel()
            await asyncio.wait({task})
        self._background = []

    async def _fetch_for_ever(self) -> None:
        failures = 0
        while True:
            try:
                await self._broker.declare(self._durable.stream)
                puller = await self._broker.subscribe(self._durable)
                try:
                    failures = 0
                    await self._fetch(puller)
                finally:
                    await puller.close()
            except DependencyUnavailable as error:
                failures += 1
                _log.warning("consumer_waits", durable=self._durable.name, reason=str(error))
            except Exception:
                failures += 1
                _log.exception("consumer_failed", durable=self._durable.name)
            await asyncio.sleep(Backoff().after(failures))

    async def _fetch(self, puller: Puller) -> None:
        while True:
            free = self._concurrency - len(self._in_flight)
            if free == 0:
                await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)
                continue
            for delivery in await puller.fetch(free, _LONGEST_WAIT):
                task = asyncio.create_task(self._handling.handle(delivery))
                self._in_flight[task] = delivery
                task.add_done_callback(self._in_flight.pop)

    async def _show_life(self) -> None:
        """Three signs of life in the time after which the broker would deliver again."""
        while True:
            await asyncio.sleep(self._durable.ack_wait / 3)
            for delivery in list(self._in_flight.values()):
                try:
                    await delivery.in_progress()
                except DependencyUnavailable as error:
                    _log.warning(
                        "sign_of_life_failed", durable=self._durable.name, reason=str(error)
                    )
