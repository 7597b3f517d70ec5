"""Every resolved value says where it comes from (SPEC 6.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from resolved_specs import system

from msgen.topology.model import Call, Service, Topology

SPEC = """
    profile: {profile}
    defaults: {{scaling: {{per_pod: 80/s}}}}
    externals: {{psp: {{latency: {{p50: 80ms, p99: 400ms}}}}}}
    contexts: {{sales: {{defaults: {{deployment: {{spread: node}}}}}}}}
    services:
      orders:
        context: sales
        api: [rest, grpc]
        publishes: [OrderPlaced]
        calls: [{{to: payments, retry: {{attempts: 3}}}}]
      payments:
        api: {{operations: {{Pay: {{calls: [psp], latency: {{p50: 5ms}}}}}}}}
        scaling: {{max: 9}}
      mailer: {{store: none, subscribes: [OrderPlaced], calls: [payments]}}
      history: {{api: rest, read_models: {{order-view: {{sources: [OrderPlaced]}}}}}}
"""
PROFILES = ("minimal", "standard", "production")
SERVICE_SETTINGS = (
    "scaling.min", "scaling.max", "scaling.per_pod", "scaling.target", "scaling.metric", "scaling.concurrency",
    "store.engine", "messaging.delivery", "messaging.batch", "messaging.poll", "messaging.queue",
    "messaging.partitions", "messaging.propagate", "deployment.strategy", "deployment.grace", "deployment.pdb",
    "deployment.spread", "deployment.resources.cpu", "deployment.resources.memory", "deployment.resources.cpu_limit",
    "deployment.resources.memory_limit", "probes.readiness", "api.exposure", "api.base_path",
)  # fmt: skip
STORE_SETTINGS = ("engine", "name", "replicas", "availability", "pool", "max_connections")
OPERATION_SETTINGS = ("kind", "http", "idempotent", "pagination", "timeout", "latency.p50", "latency.p99")
CALL_SETTINGS = (
    "timeout", "bulkhead", "per_request", "deadline", "retry.attempts", "retry.backoff", "retry.jitter", "retry.cap",
    "retry.budget", "retry.owner",
)  # fmt: skip
BREAKER_SETTINGS = ("window", "min_calls", "failure_rate", "open_for", "probes")
PLATFORM_SETTINGS = (
    "kubernetes", "broker", "zones", "namespaces", "layout", "mesh.kind", "mesh.mtls", "mesh.authorization",
    "mesh.retries",
)  # fmt: skip


def resolved(profile: str) -> Topology:
    return system(SPEC.format(profile=profile))


def wanted(topology: Topology) -> Iterator[str]:
    """The object path of every setting that the system has."""
    yield "profile"
    yield from (f"platform.{setting}" for setting in PLATFORM_SETTINGS)
    yield from (f"environments.{name}.mesh.kind" for name in topology.environments)
    for service in topology.services.values():
        yield from _of_service(service)
        for call in service.calls():
            yield from _of_call(call)


def _of_service(service: Service) -> Iterator[str]:
    yield from (f"{service.name}.{setting}" for setting in SERVICE_SETTINGS)
    if service.store.exists:
        yield from (f"{service.name}.store.{setting}" for setting in STORE_SETTINGS)
    for model in service.read_models:
        yield from (f"{service.name}.read_models.{model.name}.store.{setting}" for setting in STORE_SETTINGS)
    for operation in service.operations:
        yield from (f"{operation.object_path}.{setting}" for setting in OPERATION_SETTINGS)
    for subscription in service.subscriptions:
        if subscription.read_model is None:
            path = f"{service.name}.subscribes.{subscription.event}"
            yield from (f"{path}.{setting}" for setting in ("retries", "dead_letter", "idempotency", "ordering"))


def _of_call(call: Call) -> Iterator[str]:
    yield from (f"{call.path}.{setting}" for setting in CALL_SETTINGS)
    if call.circuit_breaker is None:
        yield f"{call.path}.circuit_breaker"
    else:
        yield from (f"{call.path}.circuit_breaker.{setting}" for setting in BREAKER_SETTINGS)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_setting_has_a_source(profile: str) -> None:
    topology = resolved(profile)
    assert [path for path in wanted(topology) if path not in topology.provenance] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_source_is_one_of_five_kinds(profile: str) -> None:
    sources = {item.source.partition(":")[0].partition(" ")[0] for item in resolved(profile).provenance.values()}
    assert sources <= {"written", "profile", "derived", "built-in", "assumed"}


@pytest.mark.parametrize("profile", PROFILES)
def test_only_what_is_written_has_a_place(profile: str) -> None:
    for path, item in resolved(profile).provenance.items():
        assert (item.written_at is not None) == (item.source == "written"), path


@pytest.mark.parametrize(
    ("path", "source", "place"),
    [
        ("payments.scaling.max", "written", ("services", "payments", "scaling", "max")),
        ("orders.scaling.per_pod", "written", ("defaults", "scaling", "per_pod")),
        ("orders.deployment.spread", "written", ("contexts", "sales", "defaults", "deployment", "spread")),
        ("orders.scaling.min", "profile:standard", None),
        ("orders.scaling.target", "built-in", None),
        ("orders.store.availability", "assumed", None),
        ("payments.Pay.latency.p50", "written", ("services", "payments", "api", "operations", "Pay", "latency", "p50")),
        ("payments.Pay.latency.p99", "assumed", None),
        (
            "orders.CreateOrder->payments.Pay.retry.attempts",
            "written",
            ("services", "orders", "calls", 0, "retry", "attempts"),
        ),
    ],
)
def test_a_source_names_the_level_that_won(path: str, source: str, place: tuple[str, ...] | None) -> None:
    found = resolved("standard").provenance[path]
    assert (found.source, found.written_at) == (source, place)


def test_the_value_of_a_source_is_the_value_in_use() -> None:
    topology = resolved("standard")
    orders = topology.services["orders"]
    (call,) = orders.operation("CreateOrder").calls
    seen = {path: item.value for path, item in topology.provenance.items()}
    assert seen[f"{call.path}.timeout"] == call.timeout
    assert seen[f"{call.path}.bulkhead"] == call.bulkhead
    assert seen["orders.CreateOrder.timeout"] == orders.operation("CreateOrder").timeout
    assert seen["orders.deployment.grace"] == orders.deployment.grace
    assert seen["orders.store.pool"] == orders.store.pool
    assert seen["orders.scaling.metric"] == orders.scaling.metric


def test_levels_win_from_the_service_down() -> None:
    topology = system("""
        defaults: {scaling: {min: 3, max: 30}}
        contexts: {sales: {defaults: {scaling: {min: 4}}}}
        services:
          orders: {context: sales, api: rest, scaling: {per_pod: 9/s}}
          other: {api: rest}
    """)
    scaling = {name: (item.scaling.minimum, item.scaling.maximum) for name, item in topology.services.items()}
    assert scaling == {"orders": (4, 30), "other": (3, 30)}


def test_null_resets_a_value_to_the_level_below() -> None:
    topology = system("""
        defaults: {scaling: {min: 5}}
        services: {orders: {api: rest, scaling: {min: null}}}
    """)
    assert topology.services["orders"].scaling.minimum == 5


def test_a_short_form_keeps_what_the_level_below_says_of_the_rest() -> None:
    topology = system("""
        defaults: {store: {engine: postgres, max_connections: 50}}
        services: {orders: {api: rest, store: sqlite}}
    """)
    store = topology.services["orders"].store
    assert (store.engine, store.max_connections) == ("sqlite", 50)


def test_resolving_twice_gives_the_same() -> None:
    assert resolved("standard") == resolved("standard")


def test_durations_keep_their_units() -> None:
    assert resolved("standard").provenance["orders.CreateOrder.timeout"].value.__class__ is timedelta
