"""Small resolved designs: what a test does not say has a dull value."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from msgen.design.types import Field, Scalar
from msgen.topology.model import (
    Call,
    Context,
    Deployment,
    External,
    Fallback,
    Mesh,
    Message,
    Messaging,
    Operation,
    Platform,
    Resources,
    Retry,
    Scaling,
    Service,
    Store,
    Topology,
)

SECOND = timedelta(seconds=1)
NOTHING = Message(())
NO_STORE = Store("none", "", 0, Decimal(100), 0, 0)


def text(name: str, **facts: Any) -> Field:
    return replace(Field(name, Scalar("string")), **facts)


def query(name: str, path: str, *fields: Field, **facts: Any) -> Operation:
    made = Operation(
        name, "", "query", "custom", "GET", path, Message(fields), NOTHING,
        idempotent=True, idempotency_key=None, pagination=False, timeout=SECOND, latency_p50=SECOND,
        latency_p99=SECOND, calls=(), publishes=(), subject=None,
    )  # fmt: skip
    return replace(made, **facts)


def call(target: str, operation: str | None = None, *, fallback_to: str | None = None) -> Call:
    retry = Retry(1, SECOND, jitter=True, cap=None, budget=None, owner="app")
    fallback = Fallback("call", None, None, fallback_to) if fallback_to else None
    return Call(
        target, operation, {}, SECOND, retry, None, None, fallback, None, Decimal(1),
        propagate_deadline=True, path="",
    )  # fmt: skip


def service(name: str, *operations: Operation, **facts: Any) -> Service:
    made = Service(
        name, "sales", "service", "", None, ("rest",), "internal", "v1", "/v1", operations, (), (), (), (),
        store=NO_STORE,
        messaging=Messaging("outbox", 1, SECOND, None, None, propagate=True),
        scaling=Scaling(1, 1, Decimal(1), Decimal(1), "cpu"),
        deployment=Deployment("rolling", SECOND, None, "none", Resources(None, None, None, None)),
        config=(), secrets=(), readiness=(),
    )  # fmt: skip
    return replace(made, **facts)


def external(name: str, url: str | None = None) -> External:
    return External(name, None, None, None, f"{name.upper()}_URL", url, egress=True)


def topology(*services: Service, externals: tuple[External, ...] = (), layout: Any = "mono-repo") -> Topology:
    mesh = Mesh("none", "strict", "allow-all", 0)
    return Topology(
        "my-shop", "", "standard",
        {"sales": Context("sales", "core", "", None, {}, {})},
        {item.name: item for item in services},
        {item.name: item for item in externals},
        {},
        Platform("1.34", "nats", 1, "system", layout, mesh),
    )  # fmt: skip
