"""A service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from msgen.design.types import Field
from msgen.topology.model.calls import Call
from msgen.topology.model.delivery import Deployment, Scaling
from msgen.topology.model.messaging import Messaging, Subscription
from msgen.topology.model.operations import Operation
from msgen.topology.model.storage import Aggregate, ReadModel, Store

Protocol = Literal["rest", "grpc"]


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
