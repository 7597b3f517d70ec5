"""What the charts are made from follows from the topology alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

import pytest
from msgspec.structs import replace
from topologies import APP_RETRY, ISTIO, NO_STORE, bistro, call, operation, scattered_bistro, service, topology

from msgen.plan.views.cluster.autoscaling import Replicas, replicas
from msgen.plan.views.cluster.edges import edges
from msgen.plan.views.cluster.parts import Port, Variable
from msgen.plan.views.helm_service import helm_service_view
from msgen.plan.views.platform import platform_view
from msgen.topology.model import Environment, Scaling


def test_calls_of_two_operations_to_one_callee_are_one_edge() -> None:
    shop = topology(
        service(
            "orders", "shop",
            operation("orders", "Place", call("stock.Reserve", timeout=timedelta(seconds=1), bulkhead=4)),
            operation("orders", "Change", call("stock.Reserve", timeout=timedelta(seconds=3), bulkhead=6)),
        ),
        service("stock", "shop", operation("stock", "Reserve")),
    )  # fmt: skip
    (edge,) = edges(shop)
    assert (edge.caller, edge.callee, edge.operation) == ("orders", "stock", "Reserve")
    assert edge.timeout == timedelta(seconds=3.6)
    assert edge.bulkhead == 10


def test_the_time_of_a_route_counts_every_try_and_every_capped_wait() -> None:
    retry = replace(APP_RETRY, attempts=4, backoff=timedelta(milliseconds=400), cap=timedelta(milliseconds=500))
    shop = topology(
        service("orders", "shop", operation("orders", "Place", call("stock.Reserve", retry=retry))),
        service("stock", "shop", operation("stock", "Reserve")),
    )
    (edge,) = edges(shop)
    assert edge.timeout == timedelta(seconds=4 + 0.4 + 0.5 + 0.5) * 6 / 5


def test_a_call_that_waits_for_ever_counts_with_the_deadline_of_its_callee() -> None:
    shop = topology(
        service("orders", "shop", operation("orders", "Place", call("stock.Reserve", timeout=None))),
        service("stock", "shop", operation("stock", "Reserve")),
    )
    (edge,) = edges(shop)
    assert edge.timeout == timedelta(milliseconds=600)


def test_the_target_of_a_fallback_is_an_edge() -> None:
    found = {(edge.caller, edge.callee, edge.operation) for edge in edges(bistro())}
    assert ("storefront", "order-history", "GetOrder") in found


@pytest.mark.parametrize(
    ("minimum", "maximum", "share", "expected"),
    [
        (2, 6, 100, Replicas(2, 6, 50)),
        (2, 6, 34, Replicas(1, 3, 50)),
        (3, 4, 100, Replicas(3, 4, 25)),
        (3, 3, 100, Replicas(3, 3, 0)),
        (1, 1, 10, Replicas(1, 1, 0)),
    ],
)
def test_pods_of_an_environment(minimum: int, maximum: int, share: int, expected: Replicas) -> None:
    scaling = Scaling(minimum, maximum, Decimal(50), Decimal(70), "cpu")
    assert replicas(scaling, Decimal(share)) == expected


def test_connections_leave_room_above_the_bulkheads_of_the_callers() -> None:
    system = bistro()
    accounts = helm_service_view(system, system.service("accounts"))
    assert [caller.name for caller in accounts.callers] == ["notifier", "ordering", "storefront"]
    assert accounts.max_connections == 36  # 1.5 x three bulkheads of 8


def test_a_service_with_both_protocols_is_called_over_grpc() -> None:
    system = bistro()
    ordering = helm_service_view(system, system.service("ordering"))
    assert ordering.ports == (Port("http", 8080), Port("grpc", 9090), Port("metrics", 9464))
    assert ordering.probe_port == "http"
    assert {(caller.name, caller.port) for caller in ordering.callers} == {("storefront", "grpc")}


def test_fixed_paths_come_before_those_with_parameters() -> None:
    shop = topology(
        service(
            "web", "shop",
            operation("web", "Show", call("stock.GetItem"), call("stock.Search")),
            protocols=("rest",),
        ),
        service(
            "stock", "shop",
            operation("stock", "GetItem", http="GET /items/{id}"),
            operation("stock", "Search", http="GET /items/search"),
            protocols=("rest",),
        ),
    )  # fmt: skip
    stock = helm_service_view(shop, shop.service("stock"))
    assert [route.path for route in stock.routes] == ["/v1/items/search", "/v1/items/{id}"]


def test_a_worker_has_the_metrics_port_only() -> None:
    system = bistro()
    notifier = helm_service_view(system, system.service("notifier"))
    assert notifier.ports == (Port("metrics", 9464),)
    assert notifier.probe_port == "metrics"


def test_a_consumer_scales_by_the_messages_that_wait_for_it() -> None:
    system = bistro()
    (trigger,) = helm_service_view(system, system.service("notifier")).triggers
    assert trigger.kind == "nats-jetstream"
    assert trigger.metadata == {
        "natsServerMonitoringEndpoint": "nats:8222",
        "account": "$G",
        "stream": "BISTRO_ORDERING",
        "consumer": "notifier-OrderPlaced-v1",
        "lagThreshold": "100",
    }


def test_a_consumer_of_kafka_scales_by_its_topic() -> None:
    system = scattered_bistro()
    (trigger,) = helm_service_view(system, system.service("notifier")).triggers
    assert trigger.kind == "kafka"
    assert trigger.metadata["topic"] == "bistro.ordering.OrderPlaced.v1"
    assert trigger.metadata["bootstrapServers"] == "kafka.bistro:9092"


def test_a_service_that_mostly_waits_scales_by_its_requests() -> None:
    system = bistro()
    (trigger,) = helm_service_view(system, system.service("ordering")).triggers
    assert trigger.kind == "prometheus"
    assert 'app_kubernetes_io_name="ordering"' in trigger.metadata["query"]
    assert trigger.metadata["threshold"] == "28"  # 70 % of 40/s


def test_a_store_is_read_from_the_secret_of_its_name() -> None:
    shop = topology(
        service("orders", "shop", store=replace(NO_STORE, engine="postgres", name="shared")),
    )
    (variable,) = helm_service_view(shop, shop.service("orders")).secrets
    assert (variable.name, variable.secret, variable.key) == ("DATABASE_URL", "shared-database", "url")


def test_a_service_with_a_reserved_name_runs_its_package() -> None:
    shop = topology(service("logging", "shop"))
    assert helm_service_view(shop, shop.service("logging")).package == "logging_service"


def test_a_dependency_called_broker_does_not_take_the_variable_of_the_broker() -> None:
    shop = topology(
        service("orders", "shop", operation("orders", "Place", call("broker.Quote"))),
        service("broker", "shop", operation("broker", "Quote")),
    )
    (dependency,) = helm_service_view(shop, shop.service("orders")).dependencies
    assert dependency.variable == "BROKER_SERVICE_URL"


def test_an_external_system_without_an_egress_rule_keeps_its_address() -> None:
    system = bistro()
    closed = replace(system.externals["psp"], egress=False)
    view = helm_service_view(replace(system, externals={"psp": closed}), system.service("payments"))
    assert view.externals == ()
    assert Variable("PSP_URL", '"https://psp.example:8443/v2"') in view.config


@pytest.mark.parametrize("kind", ["istio-ambient", "linkerd"])
def test_a_mesh_that_the_charts_do_not_serve_gets_no_resources(
    kind: Literal["istio-ambient", "linkerd"],
) -> None:
    other = Environment("prod", Decimal(100), None, replace(ISTIO, kind=kind))
    system = bistro(environments={"prod": other})
    view = helm_service_view(system, system.service("accounts"))
    assert not view.has_mesh
    assert [each.mesh for each in view.environments] == ["none"]
    assert not platform_view(system).has_mesh


def test_the_umbrella_finds_the_charts_of_both_layouts() -> None:
    system = bistro()
    apart = replace(system, platform=replace(system.platform, layout="multi-repo"))
    assert platform_view(system).subcharts[0].repository == "file://../../services/accounts/deploy/helm"
    assert platform_view(apart).subcharts[0].repository == "file://../../../accounts/deploy/helm"


def test_the_umbrella_gives_each_service_what_its_own_chart_gives_it() -> None:
    system = bistro()
    (dev, *_) = platform_view(system).environments
    together = {each.name: each.values for each in dev.subcharts}
    alone = {name: helm_service_view(system, each).environments[0] for name, each in system.services.items()}
    assert together == alone


def test_an_allowance_of_the_mesh_reaches_every_environment_of_that_mesh() -> None:
    lenient = replace(ISTIO, authorization="allow-all", mtls="permissive", retries=1)
    system = bistro(environments={"test": Environment("test", Decimal(50), None, lenient)})
    (environment,) = platform_view(system).environments
    assert (environment.mtls, environment.authorization) == ("PERMISSIVE", "allow-all")
    (values,) = helm_service_view(system, system.service("accounts")).environments
    assert (values.authorization, values.mesh_retries) == ("allow-all", 1)
