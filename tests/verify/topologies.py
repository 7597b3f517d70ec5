"""Small systems, built by hand: every value that a chart depends on occurs in one of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from msgen.design.types import Field, Scalar
from msgen.topology.model import (
    Call,
    Context,
    Deployment,
    Environment,
    Event,
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
    Subscription,
    Topology,
)

ISTIO = Mesh("istio", "strict", "deny-by-default", retries=0)
NO_MESH = replace(ISTIO, kind="none")
APP_RETRY = Retry(
    attempts=1,
    backoff=timedelta(milliseconds=50),
    jitter=True,
    cap=timedelta(seconds=1),
    budget=Decimal(20),
    owner="app",
)
NO_STORE = Store("none", "", replicas=1, availability=Decimal("99.95"), pool=10, max_connections=200)


def call(target: str, **changes: object) -> Call:
    """A call of `service.Operation`, or of an external system."""
    name, _, operation = target.partition(".")
    found = Call(
        target=name,
        operation=operation or None,
        with_={},
        timeout=timedelta(seconds=1),
        retry=APP_RETRY,
        circuit_breaker=None,
        bulkhead=8,
        fallback=None,
        group=None,
        per_request=Decimal(1),
        propagate_deadline=True,
        path=target,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def operation(
    service: str, name: str, *calls: Call, http: str = "POST /things", publishes: tuple[str, ...] = ()
) -> Operation:
    method, path = http.split()
    return Operation(
        name=name,
        service=service,
        kind="query" if method == "GET" else "command",
        role="custom",
        method=method,
        path=path,
        input=Message(()),
        output=Message(()),
        idempotent=method == "GET",
        idempotency_key=None,
        pagination=False,
        timeout=timedelta(milliseconds=500),
        latency_p50=timedelta(milliseconds=20),
        latency_p99=timedelta(milliseconds=100),
        calls=calls,
        publishes=publishes,
        subject=None,
    )


def service(name: str, context: str, *operations: Operation, **changes: object) -> Service:
    """A service that speaks gRPC, keeps rows in PostgreSQL and scales by CPU, but for the changes."""
    found = Service(
        name=name,
        context=context,
        role="service",
        description="",
        owner=None,
        protocols=("grpc",),
        exposure="internal",
        api_version="v1",
        base_path="/v1",
        operations=operations,
        aggregates=(),
        read_models=(),
        publishes=(),
        subscriptions=(),
        store=replace(NO_STORE, engine="postgres", name=name),
        messaging=Messaging("outbox", 100, timedelta(milliseconds=100), 100, None, True),
        scaling=Scaling(2, 6, Decimal(50), Decimal(70), "cpu"),
        deployment=Deployment("rolling", timedelta(seconds=12), "1", "zone", Resources(250, 2**28, 1000, 2**29)),
        config=(),
        secrets=(),
        readiness=("store",),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def subscription(event: str, *calls: Call) -> Subscription:
    return Subscription(
        event=event,
        retries=5,
        dead_letter=True,
        idempotency="inbox",
        ordered=True,
        latency_p50=timedelta(milliseconds=20),
        latency_p99=timedelta(milliseconds=100),
        calls=calls,
    )


def topology(*services: Service, **changes: object) -> Topology:
    """A system of its services with the environments `dev` (no mesh), `staging` and `prod` (Istio)."""
    names = sorted({each.context for each in services})
    events = {
        event: Event(event, each.context, 1, None, (), (each.name,), timedelta(days=7))
        for each in services
        for event in each.publishes
    }
    found = Topology(
        name="bistro",
        description="Food delivery: order, cook, pay",
        profile="standard",
        contexts={
            name: Context(
                name, "core", "", None, {}, {key: event for key, event in events.items() if event.context == name}
            )
            for name in names
        },
        services={each.name: each for each in services},
        externals={},
        environments={
            "dev": Environment("dev", Decimal(34), None, NO_MESH),
            "staging": Environment("staging", Decimal(100), "dev", ISTIO),
            "prod": Environment("prod", Decimal(100), "staging", ISTIO),
        },
        platform=Platform("1.34", "nats", 1, "system", "mono-repo", ISTIO),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def psp(url: str | None = "https://psp.example:8443/v2") -> External:
    return External("psp", Decimal("99.95"), None, timedelta(milliseconds=900), "PSP_URL", url, egress=True)


def bistro(**changes: object) -> Topology:
    """Both protocols, a worker, a read side without a store, an external system, a public entry, a fallback."""
    cached = Fallback("call", None, None, "order-history.GetOrder")
    storefront = service(
        "storefront",
        "ordering",
        operation("storefront", "PlaceOrder", call("ordering.PlaceOrder"), http="POST /orders"),
        operation("storefront", "Track", call("accounts.GetCustomer", fallback=cached), http="GET /orders/{id}"),
        protocols=("rest",),
        exposure="public",
        store=NO_STORE,
        config=(Field("PAGE_TITLE", Scalar("string"), default="Bistro"), Field("BANNER", Scalar("string"))),
        description="What the customer's app talks to: orders & tracking",
    )
    ordering = service(
        "ordering",
        "ordering",
        operation(
            "ordering",
            "PlaceOrder",
            call("accounts.GetCustomer", retry=replace(APP_RETRY, attempts=2)),
            call("payments.Authorize", timeout=None),
            publishes=("OrderPlaced",),
        ),
        protocols=("rest", "grpc"),
        publishes=("OrderPlaced",),
        scaling=Scaling(3, 12, Decimal(40), Decimal(70), "rate"),
    )
    payments = service(
        "payments",
        "payments",
        operation("payments", "Authorize", call("psp")),
        secrets=("PSP_API_KEY",),
        deployment=replace(ordering.deployment, pdb=None, spread="none"),
    )
    accounts = service(
        "accounts", "accounts",
        operation("accounts", "GetCustomer", http="GET /customers/{id}"),
        operation("accounts", "Search", http="GET /customers"),
        protocols=("rest",),
    )  # fmt: skip
    history = service(
        "order-history", "ordering",
        operation("order-history", "GetOrder", http="GET /orders/{id}"),
        store=NO_STORE, subscriptions=(subscription("OrderPlaced"),),
    )  # fmt: skip
    notifier = service(
        "notifier",
        "delivery",
        protocols=(),
        store=NO_STORE,
        subscriptions=(subscription("OrderPlaced", call("accounts.GetCustomer")),),
        scaling=Scaling(1, 1, Decimal(50), Decimal(70), "lag"),
    )
    found = topology(storefront, ordering, payments, accounts, history, notifier, externals={"psp": psp()})
    return replace(found, **changes)  # type: ignore[arg-type]


def scattered_bistro() -> Topology:
    """The same with a namespace per context, Kafka, retries of the mesh and an external system in plain text."""
    found = bistro()
    ordering = found.service("ordering")
    place = ordering.operation("PlaceOrder")
    owned = replace(place.calls[0], retry=replace(APP_RETRY, attempts=3, owner="mesh"))
    notifier = replace(found.service("notifier"), scaling=Scaling(2, 8, Decimal(50), Decimal(70), "lag"))
    services = {
        **found.services,
        "ordering": replace(ordering, operations=(replace(place, calls=(owned, *place.calls[1:])),)),
        "notifier": notifier,
    }
    return replace(
        found,
        services=services,
        externals={"psp": psp("http://psp.example")},
        platform=replace(found.platform, namespaces="context", broker="kafka"),
    )


def bistro_without_a_mesh() -> Topology:
    """The profile `minimal`: one pod each, no mesh anywhere."""
    found = bistro(environments={"dev": Environment("dev", Decimal(100), None, NO_MESH)})
    services = {
        name: replace(each, scaling=replace(each.scaling, minimum=1, maximum=1))
        for name, each in found.services.items()
    }
    return replace(found, services=services, externals={"psp": psp(None)})
