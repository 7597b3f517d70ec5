"""Where the system runs, and the systems beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field


class External(Struct, frozen=True):
    name: str
    availability: Decimal | None
    latency_p50: timedelta | None
    latency_p99: timedelta | None
    config_key: str | None
    url: str | None
    egress: bool
    rate_limit: Decimal | None = None
    """Its quota for us, per second."""
    idempotency_key: bool = False
    """It recognises a repeated call."""


class Mesh(Struct, frozen=True):
    kind: Literal["istio", "istio-ambient", "linkerd", "none"]
    mtls: Literal["strict", "permissive"]
    authorization: Literal["deny-by-default", "allow-all"]
    retries: int
    """Retries of the mesh on edges that the app owns; 0 switches them off explicitly."""
    route_timeout: timedelta | None = None
    """As written; `None` is derived, per route."""
    max_ejection: Decimal | None = None
    """In percent, as written; `None` is derived, per callee."""
    max_connections: int | None = None
    """As written; `None` is derived, per callee."""


class Platform(Struct, frozen=True):
    kubernetes: str
    broker: Literal["nats", "kafka", "rabbitmq"]
    zones: int
    namespaces: Literal["context", "system"]
    layout: Literal["mono-repo", "multi-repo"]
    mesh: Mesh


class Environment(Struct, frozen=True):
    name: str
    replicas: Decimal
    """Pods in percent of those of production."""
    promote_from: str | None
    mesh: Mesh
    regions: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    """Services that differ here."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Engines, deliveries and protocols that its overrides set: `orders.store.engine` is `sqlite`."""
