"""Synchronous calls and what protects them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from msgen.topology.model.provenance import YamlPath


class Retry(Struct, frozen=True):
    attempts: int
    backoff: timedelta
    jitter: bool
    cap: timedelta | None
    budget: Decimal | None
    """Retries in percent of the requests of the edge; `None` where retries are not limited."""
    owner: Literal["app", "mesh"]


class CircuitBreaker(Struct, frozen=True):
    window: timedelta
    min_calls: int
    failure_rate: Decimal
    open_for: timedelta
    probes: int


class Fallback(Struct, frozen=True):
    kind: Literal["cache", "static", "call", "function", "ignore"]
    ttl: timedelta | None
    value: Any
    to: str | None


class Call(Struct, frozen=True):
    """A synchronous call to an operation of a service, or to an external system."""

    target: str
    """The name of the service or of the external system."""
    operation: str | None
    """The callee's operation; `None` for an external system."""
    with_: Mapping[str, str]
    timeout: timedelta | None
    """The longest one try may take; `None` waits for ever."""
    retry: Retry
    circuit_breaker: CircuitBreaker | None
    bulkhead: int | None
    fallback: Fallback | None
    group: str | None
    per_request: Decimal
    propagate_deadline: bool
    path: str
    """The object path, for example `ordering.PlaceOrder->payments.Authorize`."""
    hedge: timedelta | None = None
    """After this time a second request is sent; `None` never."""
    forward_token: bool = True
    await_reply: str | None = None
    """The event of the callee for which the caller waits."""
    written_at: YamlPath = ()
    """Where the spec writes it; empty for a call that nothing writes."""

    @property
    def callee(self) -> str:
        """The object path of the callee: `payments.Authorize`, or the name of an external system."""
        return self.target if self.operation is None else f"{self.target}.{self.operation}"

    @property
    def is_hard(self) -> bool:
        """Nothing stands in for the answer."""
        return self.fallback is None

    @property
    def is_external(self) -> bool:
        return self.operation is None
