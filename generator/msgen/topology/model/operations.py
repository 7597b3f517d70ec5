"""What can be asked of a service."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from msgen.design.types import Field
from msgen.topology.model.calls import Call

Kind = Literal["command", "query"]
OperationRole = Literal["create", "get", "list", "update", "delete", "custom"]


class Message(Struct, frozen=True):
    """The input or the output of an operation."""

    fields: tuple[Field, ...]
    named: str | None = None
    """The type or aggregate that the message is, where the spec names one and nothing was added to it."""
    page_of: str | None = None
    """The aggregate or read model of which the message is a page."""
    is_unknown: bool = False
    """No schema is known."""

    def field(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)


class Operation(Struct, frozen=True):
    name: str
    service: str
    kind: Kind
    role: OperationRole
    method: str
    """The HTTP method, in capitals."""
    path: str
    """The HTTP path below the API's base path, with parameters in braces."""
    input: Message
    output: Message
    idempotent: bool
    idempotency_key: str | None
    pagination: bool
    timeout: timedelta
    latency_p50: timedelta
    latency_p99: timedelta
    calls: tuple[Call, ...]
    publishes: tuple[str, ...]
    """Names of events, unique names in the system or `context.Event`."""
    subject: str | None
    """The aggregate or read model of the service that the operation works on; `None` where there is neither."""
    description: str = ""
    rate_limit: Decimal | None = None
    """Most requests accepted per second, all pods together; `None` without a limit."""
    reads: tuple[str, ...] = ()
    """Aggregates: `Order` of its own service, `payments.Payment` of another."""
    writes: tuple[str, ...] = ()
    is_public: bool = False
    """It needs no token."""
    scopes: tuple[str, ...] = ()
    """Those that the token must hold."""
    hedge: bool = False
    strategy: Literal["wait", "primary", "eventual"] | None = None
    """How a query on a read model shows the caller's own writes."""
    is_written: bool = True
    """The spec names it; others are derived from what the service keeps."""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""

    @property
    def is_query(self) -> bool:
        return self.kind == "query"

    @property
    def object_path(self) -> str:
        return f"{self.service}.{self.name}"
