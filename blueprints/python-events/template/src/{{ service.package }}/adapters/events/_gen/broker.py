"""What the service needs of a message broker; each adapter keeps these promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be sent. The broker drops a second one with the same `id` for a while."""

    id: str
    subject: str
    payload: bytes
    headers: Mapping[str, str]
    key: str | None = None
    """Messages with the same key are sent in their order."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Keeps the messages of its subjects, in their order, for consumers that come for them."""

    name: str
    subjects: tuple[str, ...]
    max_age: float = 0.0
    """Seconds; 0 keeps messages for ever."""
    work_queue: bool = False
    """A message leaves the stream when it is acknowledged."""
    replicas: int = 1


@dataclass(frozen=True, slots=True)
class Durable:
    """A place in a stream that survives its consumers, shared by all that use its name."""

    name: str
    stream: Stream
    subjects: tuple[str, ...]
    ack_wait: float = 30.0
    """Seconds without a sign of life after which a message is delivered again."""
    max_in_flight: int = -1
    """Deliveries that all consumers together may hold; 1 keeps the order also over failures."""


class Delivery(Protocol):
    """One try at handing over a message; exactly one of `ack`, `nak` and `term` ends it."""

    @property
    def subject(self) -> str: ...

    @property
    def payload(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def attempt(self) -> int:
        """1 for the first delivery."""
        ...

    async def ack(self) -> None:
        """It is done; returns when the broker knows."""
        ...

    async def nak(self, delay: float) -> None:
        """Deliver it again in `delay` seconds."""
        ...

    async def term(self) -> None:
        """Never deliver it again."""
        ...

    async def in_progress(self) -> None:
        """It is being worked on: `ack_wait` starts anew."""
        ...


class Puller(Protocol):
    """Fetches what a durable is to deliver."""

    async def fetch(self, batch: int, wait: float) -> Sequence[Delivery]:
        """At most `batch` deliveries, none if none comes within `wait` seconds."""
        ...

    async def close(self) -> None: ...


class Broker(Protocol):
    """Everything raises `BrokerUnavailable` while the broker is away; it comes back by itself."""

    async def declare(self, stream: Stream) -> None:
        """Make sure that the stream exists and keeps these subjects for at least this long."""
        ...

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """Send them in this order; for each, `None` once it is stored, or why that is not sure."""
        ...

    async def subscribe(self, durable: Durable) -> Puller:
        """Take a share in the durable, which is created, or changed, if need be."""
        ...

    async def ping(self) -> None:
        """Return if the broker answers."""
        ...

    async def close(self) -> None: ...
