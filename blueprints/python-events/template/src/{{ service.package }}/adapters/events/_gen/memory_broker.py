"""A broker inside the process, for tests and for a service on its own; nothing outlives it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from .broker import Durable, Message, Stream
from .errors import BrokerUnavailable

_DUPLICATE_WINDOW = 120.0
"""Seconds for which an id is remembered."""


@dataclass(eq=False, slots=True)
class _Place:
    """How far a durable has come in its stream."""

    durable: Durable
    next_sequence: int = 0
    due: dict[int, float] = field(default_factory=dict)
    """Sequence of every message in flight, with the time at which it is delivered again."""
    attempts: dict[int, int] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Log:
    """The messages of a stream; a removed one leaves its sequence number unused."""

    stream: Stream
    messages: dict[int, Message] = field(default_factory=dict)
    last_sequence: int = -1
    sent_at: dict[str, float] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)


class MemoryBroker:
    """Keeps what the other brokers keep: ids, order, deliveries that come again, durables."""

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}
        self._changed = asyncio.Event()

    async def declare(self, stream: Stream) -> None:
        log = self._logs.setdefault(stream.name, _Log(stream))
        subjects = dict.fromkeys((*log.stream.subjects, *stream.subjects))
        log.stream = replace(log.stream, subjects=tuple(subjects))

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        outcomes = [self._store(message) for message in messages]
        self.wake()
        return outcomes

    async def subscribe(self, durable: Durable) -> MemoryPuller:
        log = self._logs.get(durable.stream.name)
        if log is None:
            raise BrokerUnavailable(f"there is no stream `{durable.stream.name}`")
        place = log.places.setdefault(durable.name, _Place(durable))
        place.durable = durable
        return MemoryPuller(self, log, place)

    async def ping(self) -> None:
        """It is always there."""

    async def close(self) -> None:
        """Nothing to give back."""

    def wake(self) -> None:
        """Something may be delivered now."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, seconds: float) -> None:
        """Wait until something may have changed, or the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._changed.wait()

    def has_handled(self, subject: str) -> bool:
        """Somebody takes this subject, and all who do have acknowledged what they got."""
        takers = [
            (log, place)
            for log in self._logs.values()
            for place in log.places.values()
            if any(_matches(pattern, subject) for pattern in place.durable.subjects)
        ]
        return bool(takers) and all(
            place.next_sequence > log.last_sequence and not place.due for log, place in takers
        )

    def _store(self, message: Message) -> Exception | None:
        for log in self._logs.values():
            if any(_matches(pattern, message.subject) for pattern in log.stream.subjects):
                now = _now()
                if now - log.sent_at.get(message.id, -_DUPLICATE_WINDOW) >= _DUPLICATE_WINDOW:
                    log.last_sequence += 1
                    log.messages[log.last_sequence] = message
                    log.sent_at[message.id] = now
                return None
        return BrokerUnavailable(f"no stream takes `{message.subject}`")


class MemoryPuller:
    """Hands out what one durable is to deliver."""

    def __init__(self, broker: MemoryBroker, log: _Log, place: _Place) -> None:
        self._broker = broker
        self._log = log
        self._place = place

    async def fetch(self, batch: int, wait: float) -> Sequence[MemoryDelivery]:
        end = _now() + wait
        while not (deliveries := self._take(batch)):
            if _now() >= end:
                break
            await self._broker.change(min([end, *self._place.due.values()]) - _now())
        return deliveries

    async def close(self) -> None:
        """The place stays."""

    def _take(self, batch: int) -> list[MemoryDelivery]:
        place, now = self._place, _now()
        sequences = sorted(seq for seq, due in place.due.items() if due <= now)[:batch]
        limit = place.durable.max_in_flight
        while len(sequences) < batch and (limit < 0 or len(place.due) < limit):
            sequence = self._next_new()
            if sequence is None:
                break
            sequences.append(sequence)
            place.due[sequence] = now
        return [self._delivery(sequence, now) for sequence in sequences]

    def _next_new(self) -> int | None:
        place = self._place
        while place.next_sequence <= self._log.last_sequence:
            sequence = place.next_sequence
            place.next_sequence += 1
            message = self._log.messages.get(sequence)
            if message is not None and any(
                _matches(pattern, message.subject) for pattern in place.durable.subjects
            ):
                return sequence
        return None

    def _delivery(self, sequence: int, now: float) -> MemoryDelivery:
        place = self._place
        place.due[sequence] = now + place.durable.ack_wait
        place.attempts[sequence] = place.attempts.get(sequence, 0) + 1
        message = self._log.messages[sequence]
        return MemoryDelivery(
            self._broker, self._log, place, sequence, message, place.attempts[sequence]
        )


@dataclass(frozen=True, eq=False, slots=True)
class MemoryDelivery:
    """One try at handing over a message."""

    _broker: MemoryBroker
    _log: _Log
    _place: _Place
    _sequence: int
    _message: Message
    attempt: int

    @property
    def subject(self) -> str:
        return self._message.subject

    @property
    def payload(self) -> bytes:
        return self._message.payload

    @property
    def headers(self) -> Mapping[str, str]:
        return self._message.headers

    async def ack(self) -> None:
        self._end()

    async def term(self) -> None:
        self._end()

    async def nak(self, delay: float) -> None:
        if self._sequence in self._place.due:
            self._place.due[self._sequence] = _now() + delay
            self._broker.wake()

    async def in_progress(self) -> None:
        if self._sequence in self._place.due:
            self._place.due[self._sequence] = _now() + self._place.durable.ack_wait

    def _end(self) -> None:
        self._place.due.pop(self._sequence, None)
        self._place.attempts.pop(self._sequence, None)
        if self._log.stream.work_queue:
            self._log.messages.pop(self._sequence, None)
        self._broker.wake()


def _matches(pattern: str, subject: str) -> bool:
    """`*` stands for one token, `>` at the end for one or more."""
    wanted, given = pattern.split("."), subject.split(".")
    if wanted[-1] == ">":
        wanted.pop()
        if len(given) <= len(wanted):
            return False
        given = given[: len(wanted)]
    return len(wanted) == len(given) and all(
        token in ("*", other) for token, other in zip(wanted, given, strict=True)
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
