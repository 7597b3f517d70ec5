"""Resolved systems built by hand, a few words per service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from msgen.design.naming import plural, snake_case
from msgen.design.type_expressions import parse_field, parse_type
from msgen.design.types import Field, ListType, NamedType
from msgen.topology.model import (
    Aggregate,
    Context,
    Deployment,
    Event,
    Mesh,
    Message,
    Messaging,
    NamedTypeDefinition,
    Operation,
    OperationRole,
    Platform,
    Protocol,
    ReadModel,
    Resources,
    Scaling,
    Service,
    Store,
    Subscription,
    Topology,
)

Fields = Mapping[str, Any]

_MESH = Mesh("none", "strict", "deny-by-default", 0)
_STORE = Store("postgres", "store", 1, Decimal("99.95"), 5, 200)


def fields(written: Fields) -> tuple[Field, ...]:
    return tuple(parse_field(name, expression) for name, expression in written.items())


def named_types(written: Mapping[str, Any]) -> dict[str, NamedTypeDefinition]:
    """A map of fields is a structure, a text an alias."""
    return {
        name: NamedTypeDefinition(name, alias=parse_type(body))
        if isinstance(body, str)
        else NamedTypeDefinition(name, fields(body), description=f"What {name} means.")
        for name, body in written.items()
    }


def operation(
    name: str,
    http: str,
    input: Fields | tuple[Field, ...] = (),
    output: Fields | tuple[Field, ...] = (),
    *,
    role: OperationRole = "custom",
    output_named: str | None = None,
    input_named: str | None = None,
    page_of: str | None = None,
    **more: Any,
) -> Operation:
    method, path = http.split()
    query = method == "GET"
    settings: dict[str, Any] = {
        "idempotent": query, "idempotency_key": None, "pagination": bool(page_of), "subject": None,
        "publishes": (), "description": "",
    } | more  # fmt: skip
    return Operation(
        name=name, service="orders", kind="query" if query else "command", role=role, method=method, path=path,
        input=Message(_fields(input), input_named), output=Message(_fields(output), output_named, page_of),
        timeout=timedelta(seconds=1), latency_p50=timedelta(milliseconds=20),
        latency_p99=timedelta(milliseconds=100), calls=(), **settings,
    )  # fmt: skip


def crud(aggregate: str, written: Fields) -> tuple[Operation, ...]:
    """The operations that are derived from an aggregate."""
    everything = fields(written)
    identity = everything[:1]
    path = f"/{snake_case(plural(aggregate))}"
    one = f"{path}/{{id}}"
    return (
        operation(f"Create{aggregate}", f"POST {path}", everything[1:], identity, role="create", subject=aggregate),
        operation(f"Get{aggregate}", f"GET {one}", identity, everything, role="get", output_named=aggregate,
                  subject=aggregate),
        operation(f"List{plural(aggregate)}", f"GET {path}", role="list", page_of=aggregate, subject=aggregate,
                  output=(Field("items", ListType(NamedType(aggregate))),)),
        operation(f"Update{aggregate}", f"PUT {one}", everything, identity, role="update", subject=aggregate),
        operation(f"Delete{aggregate}", f"DELETE {one}", identity, role="delete", subject=aggregate),
    )  # fmt: skip


def service(
    name: str = "orders",
    *operations: Operation,
    aggregates: Mapping[str, Fields] | None = None,
    read_models: Mapping[str, Fields] | None = None,
    protocols: tuple[Protocol, ...] = ("rest",),
    context: str = "ordering",
    version: str | None = "v1",
    publishes: tuple[str, ...] = (),
    subscribes: tuple[str, ...] = (),
    **more: Any,
) -> Service:
    """Without operations it has those derived from its aggregates."""
    aggregates = aggregates or {}
    derived = tuple(made for item, written in aggregates.items() for made in crud(item, written))
    settings: dict[str, Any] = {"description": "", "base_path": f"/{version}" if version else ""} | more
    return Service(
        name=name, context=context, role="service", owner=None, protocols=protocols, exposure="internal",
        api_version=version, operations=tuple(replace(item, service=name) for item in operations or derived),
        aggregates=tuple(
            Aggregate(item, fields(written), (), (), (), ()) for item, written in aggregates.items()
        ),
        read_models=tuple(
            ReadModel(item, fields(written), (), (), timedelta(seconds=5), _STORE)
            for item, written in (read_models or {}).items()
        ),
        publishes=publishes,
        subscriptions=tuple(
            Subscription(item, 5, True, "inbox", True, timedelta(), timedelta()) for item in subscribes
        ),
        store=_STORE, messaging=Messaging("outbox", 100, timedelta(milliseconds=100), 100, None, True),
        scaling=Scaling(1, 1, Decimal(50), Decimal(70), "cpu"),
        deployment=Deployment("rolling", timedelta(seconds=30), "1", "zone", Resources(1, 1, 1, 1)),
        config=(), secrets=(), readiness=(), **settings,
    )  # fmt: skip


def event(name: str, written: Fields, *publishers: str, context: str = "ordering", **more: Any) -> Event:
    settings: dict[str, Any] = {"version": 1, "key": None, "retention": timedelta(days=7)} | more
    return Event(name, context, fields=fields(written), publishers=publishers, **settings)


def system(
    *services: Service,
    types: Mapping[str, Any] | None = None,
    events: tuple[Event, ...] = (),
    name: str = "shop",
) -> Topology:
    """All types belong to the context `ordering`; other contexts come from services and events."""
    contexts = {item.context for item in (*services, *events)} | {"ordering"}
    return Topology(
        name=name, description="", profile="standard",
        contexts={
            context: Context(
                context, "core", "", None, named_types(types or {}) if context == "ordering" else {},
                {item.name: item for item in events if item.context == context},
            )
            for context in sorted(contexts)
        },
        services={item.name: item for item in services}, externals={}, environments={},
        platform=Platform("1.34", "nats", 3, "system", "mono-repo", _MESH),
    )  # fmt: skip


def _fields(written: Fields | tuple[Field, ...]) -> tuple[Field, ...]:
    return fields(written) if isinstance(written, Mapping) else written
