"""How events are handled and sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from msgen.topology.model.calls import Call


class Subscription(Struct, frozen=True):
    event: str
    retries: int | None
    """Deliveries after the first; `None` is without limit."""
    dead_letter: bool
    idempotency: Literal["inbox", "natural", "none"]
    ordered: bool
    latency_p50: timedelta
    latency_p99: timedelta
    read_model: str | None = None
    """The read model that the event feeds; `None` for a subscription of the service itself."""
    calls: tuple[Call, ...] = ()
    """Calls of a worker's handler (a service without operations)."""
    publishes: tuple[str, ...] = ()
    """Events that a worker's handler publishes."""


class Messaging(Struct, frozen=True):
    delivery: Literal["outbox", "direct", "cdc"]
    batch: int
    poll: timedelta
    queue: int | None
    partitions: int | None
    propagate: bool
