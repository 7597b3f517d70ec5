"""A service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from msgen.design.types import Field
from msgen.topology.model.calls import Call
from msgen.topology.model.delivery import Deployment, Scaling
from msgen.topology.model.messaging import Messaging, Subscription
from msgen.topology.model.objectives import Slo
from msgen.topology.model.operations import Operation
from msgen.topology.model.storage import Aggregate, ReadModel, Store

Protocol = Literal["rest", "grpc"]


class Version(Struct, frozen=True):
    """A version of a service that runs beside others."""

    service: str
    name: str
    weight: Decimal
    """Percent of the requests that no match takes."""
    is_matched: bool
    """Some requests go to it whatever its weight."""
    calls: Mapping[str, tuple[Call, ...]]
    """By operation: those that this version adds."""

    @property
    def object_path(self) -> str:
        return f"{self.service}@{self.name}"

    @property
    def has_route(self) -> bool:
        return self.is_matched or self.weight > 0


class Service(Struct, frozen=True):
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
    availability: Decimal = Decimal("99.99")
    """Of its own pods."""
    liveness: tuple[str, ...] = ()
    auth: Literal["none", "jwt", "oauth2", "mtls"] = "jwt"
    older_versions: Mapping[str, date | None] = field(default_factory=dict)
    """Older majors that are still served, with their last day."""
    transcoding: bool = False
    contract: str | None = None
    """An existing contract to be served."""
    slo: Slo | None = None
    """`None` where nothing is promised."""
    language: str = "python"
    model: Literal["async", "sync"] = "async"
    """Does waiting for a callee hold a worker (`sync`)."""
    versions: tuple[Version, ...] = ()
    """Those that run side by side; empty where there is one."""
    owner_written: str | None = None
    """The team that the service itself names."""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""

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
        for version in self.versions:
            for calls in version.calls.values():
                yield from calls
