"""The resolved system: every default filled in, every reference checked, every value frozen.

Objects refer to each other by name and `Topology` looks them up, so that call cycles stay representable.
Durations are `timedelta`, percentages are in percent (`Decimal("99.95")`), rates are per second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from msgen.design.types import Field, Type

Protocol = Literal["rest", "grpc"]
Kind = Literal["command", "query"]
OperationRole = Literal["create", "get", "list", "update", "delete", "custom"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a resolved value comes from."""

    value: Any
    source: str
    """`written`, `profile:<name>`, `derived from ...`, `assumed` or `built-in`."""
    written_at: tuple[str | int, ...] | None = None
    """The YAML path of a written value; the document knows its file and line."""


@dataclass(frozen=True, slots=True)
class NamedTypeDefinition:
    """A named type of a context: a map of fields, or an alias of one type expression."""

    name: str
    fields: tuple[Field, ...] = ()
    alias: Type | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    context: str
    version: int
    key: str | None
    """The field by which order is kept; `None` where the event has no key."""
    fields: tuple[Field, ...]
    publishers: tuple[str, ...]
    retention: timedelta
    public: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    name: str
    subdomain: str
    purpose: str
    owner: str | None
    types: Mapping[str, NamedTypeDefinition]
    events: Mapping[str, Event]


@dataclass(frozen=True, slots=True)
class External:
    name: str
    availability: Decimal | None
    latency_p50: timedelta | None
    latency_p99: timedelta | None
    config_key: str | None
    url: str | None
    egress: bool


@dataclass(frozen=True, slots=True)
class Retry:
    attempts: int
    backoff: timedelta
    jitter: bool
    cap: timedelta | None
    budget: Decimal | None
    """Retries in percent of the requests of the edge; `None` where retries are not limited."""
    owner: Literal["app", "mesh"]


@dataclass(frozen=True, slots=True)
class CircuitBreaker:
    window: timedelta
    min_calls: int
    failure_rate: Decimal
    open_for: timedelta
    probes: int


@dataclass(frozen=True, slots=True)
class Fallback:
    kind: Literal["cache", "static", "call", "function", "ignore"]
    ttl: timedelta | None
    value: Any
    to: str | None


@dataclass(frozen=True, slots=True)
class Call:
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

    @property
    def is_external(self) -> bool:
        return self.operation is None


@dataclass(frozen=True, slots=True)
class Message:
    """The input or the output of an operation."""

    fields: tuple[Field, ...]
    named: str | None = None
    """The type or aggregate that the message is, where the spec names one and nothing was added to it."""
    page_of: str | None = None
    """The aggregate or read model of which the message is a page."""

    def field(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Operation:
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

    @property
    def is_query(self) -> bool:
        return self.kind == "query"

    @property
    def object_path(self) -> str:
        return f"{self.service}.{self.name}"


@dataclass(frozen=True, slots=True)
class Aggregate:
    name: str
    fields: tuple[Field, ...]
    entities: tuple[str, ...]
    value_objects: tuple[str, ...]
    invariants: tuple[str, ...]
    events: tuple[str, ...]
    event_sourced: bool = False


@dataclass(frozen=True, slots=True)
class Store:
    engine: str
    """`postgres`, `sqlite`, another product, or `none`."""
    name: str
    replicas: int
    availability: Decimal
    pool: int
    max_connections: int

    @property
    def exists(self) -> bool:
        return self.engine != "none"


@dataclass(frozen=True, slots=True)
class ReadModel:
    name: str
    fields: tuple[Field, ...]
    sources: tuple[str, ...]
    serves: tuple[str, ...]
    staleness: timedelta
    store: Store


@dataclass(frozen=True, slots=True)
class Subscription:
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


@dataclass(frozen=True, slots=True)
class Messaging:
    delivery: Literal["outbox", "direct", "cdc"]
    batch: int
    poll: timedelta
    queue: int | None
    partitions: int | None
    propagate: bool


@dataclass(frozen=True, slots=True)
class Resources:
    cpu: int | None
    """Thousandths of a core."""
    memory: int | None
    """Bytes."""
    cpu_limit: int | None
    memory_limit: int | None


@dataclass(frozen=True, slots=True)
class Scaling:
    minimum: int
    maximum: int
    per_pod: Decimal
    target: Decimal
    metric: Literal["cpu", "rate", "lag"]


@dataclass(frozen=True, slots=True)
class Deployment:
    strategy: Literal["rolling", "canary", "blue-green"]
    grace: timedelta
    pdb: str | None
    """`maxUnavailable`: a count or a percentage; `None` where there is no budget."""
    spread: Literal["zone", "node", "none"]
    resources: Resources


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    context: str
    role: Literal["service", "bff", "gateway", "read-model"]
    description: str
    owner: str | None
    protocols: tuple[Protocol, ...]
    """In the order `rest`, `grpc`; empty for a worker."""
    exposure: Literal["internal", "partner", "public"]
    api_version: str | None
    base_path: str
    operations: tuple[Operation, ...]
    aggregates: tuple[Aggregate, ...]
    read_models: tuple[ReadModel, ...]
    publishes: tuple[str, ...]
    subscriptions: tuple[Subscription, ...]
    """Those of the service first, then those of its read models."""
    store: Store
    messaging: Messaging
    scaling: Scaling
    deployment: Deployment
    config: tuple[Field, ...]
    secrets: tuple[str, ...]
    readiness: tuple[str, ...]

    @property
    def has_database(self) -> bool:
        """It keeps rows of its own: aggregates or read models."""
        return self.store.exists or any(model.store.exists for model in self.read_models)

    @property
    def has_events(self) -> bool:
        return bool(self.publishes or self.subscriptions)

    @property
    def is_worker(self) -> bool:
        return not self.protocols

    def speaks(self, protocol: Protocol) -> bool:
        return protocol in self.protocols

    def operation(self, name: str) -> Operation:
        return next(item for item in self.operations if item.name == name)

    def aggregate(self, name: str) -> Aggregate:
        return next(item for item in self.aggregates if item.name == name)

    def calls(self) -> Iterator[Call]:
        """Every call of its operations and of its handlers, in the order of the spec."""
        for operation in self.operations:
            yield from operation.calls
        for subscription in self.subscriptions:
            yield from subscription.calls


@dataclass(frozen=True, slots=True)
class Mesh:
    kind: Literal["istio", "istio-ambient", "linkerd", "none"]
    mtls: Literal["strict", "permissive"]
    authorization: Literal["deny-by-default", "allow-all"]
    retries: int
    """Retries of the mesh on edges that the app owns; 0 switches them off explicitly."""


@dataclass(frozen=True, slots=True)
class Platform:
    kubernetes: str
    broker: Literal["nats", "kafka", "rabbitmq"]
    zones: int
    namespaces: Literal["context", "system"]
    layout: Literal["mono-repo", "multi-repo"]
    mesh: Mesh


@dataclass(frozen=True, slots=True)
class Environment:
    name: str
    replicas: Decimal
    """Pods in percent of those of production."""
    promote_from: str | None
    mesh: Mesh


@dataclass(frozen=True)
class Topology:
    """The whole system, resolved."""

    name: str
    description: str
    profile: Literal["minimal", "standard", "production"]
    contexts: Mapping[str, Context]
    services: Mapping[str, Service]
    """In the order of the spec."""
    externals: Mapping[str, External]
    environments: Mapping[str, Environment]
    platform: Platform
    not_generated: tuple[str, ...] = ()
    """What the spec asks for and this version accepts without generating it, by name, sorted."""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    """Object or YAML path of a value to where it comes from."""

    def service(self, name: str) -> Service:
        return self.services[name]

    def operation(self, service: str, name: str) -> Operation:
        return self.services[service].operation(name)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Every event by `context.Event`, and by its plain name where that is unique."""
        found: dict[str, Event] = {}
        seen: dict[str, int] = {}
        for context in self.contexts.values():
            for event in context.events.values():
                found[f"{context.name}.{event.name}"] = event
                seen[event.name] = seen.get(event.name, 0) + 1
        for event in list(found.values()):
            if seen[event.name] == 1:
                found[event.name] = event
        return found

    def event(self, reference: str) -> Event:
        return self.events[reference]

    def callers(self, service: str) -> tuple[str, ...]:
        """The services that call `service`, in the order of the spec."""
        return tuple(
            name for name, other in self.services.items()
            if any(call.target == service and not call.is_external for call in other.calls())
        )  # fmt: skip
