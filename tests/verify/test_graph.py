"""What the manifests allow is what the design calls, no more and no less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from charts import Build, Helm, Written, named, of_kind, service_chart, umbrella_chart
from topologies import bistro, bistro_without_a_mesh, scattered_bistro

from msgen.topology.model import Topology

DESIGNED = {
    ("notifier", "accounts", "GET /v1/customers/{*}"),
    ("ordering", "accounts", "GET /v1/customers/{*}"),
    ("storefront", "accounts", "GET /v1/customers/{*}"),
    ("ordering", "payments", "POST /bistro.payments.v1.PaymentsService/Authorize"),
    ("storefront", "ordering", "POST /bistro.ordering.v1.OrderingService/PlaceOrder"),
    ("storefront", "order-history", "POST /bistro.order_history.v1.OrderHistoryService/GetOrder"),
}


@pytest.fixture(scope="module", params=[bistro, scattered_bistro], ids=lambda build: build.__name__)
def scheme(request: pytest.FixtureRequest) -> Build:
    found: Build = request.param
    return found


@pytest.fixture(scope="module")
def design(scheme: Build) -> Topology:
    return scheme()


@pytest.fixture(scope="module")
def alone(scheme: Build, written: Written, any_helm: Helm) -> dict[str, list[dict[str, Any]]]:
    """What each service's own chart installs in production."""
    return installed(written(scheme), scheme(), any_helm, "prod")


def installed(system: Path, topology: Topology, helm: Helm, environment: str) -> dict[str, list[dict[str, Any]]]:
    return {
        name: helm.template(service_chart(system, name), environment, namespace=home(topology, name))
        for name in topology.services
    }


def home(topology: Topology, service: str) -> str:
    return topology.service(service).context if topology.platform.namespaces == "context" else "bistro"


def allowed(callee: str, objects: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for rule in named(objects, "AuthorizationPolicy", callee)["spec"].get("rules", ()):
        for source in rule["from"]:
            for principal in source["source"]["principals"]:
                caller = principal.rpartition("/sa/")[2]
                for target in rule["to"]:
                    (method,), (path,) = target["operation"]["methods"], target["operation"]["paths"]
                    yield caller, callee, f"{method} {path}"


def peers(rules: Iterable[Mapping[str, Any]], side: str, label: str) -> Iterator[tuple[str, str]]:
    """Namespace and name of the services that a NetworkPolicy names."""
    for rule in rules:
        for peer in rule.get(side, ()):
            labels = peer.get("podSelector", {}).get("matchLabels", {})
            if label in labels and "namespaceSelector" in peer:
                yield peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], labels[label]


def test_the_mesh_allows_exactly_the_edges_of_the_design(alone: dict[str, list[dict[str, Any]]]) -> None:
    assert {edge for name, objects in alone.items() for edge in allowed(name, objects)} == DESIGNED


def test_principals_live_in_the_namespace_of_the_caller(
    design: Topology, alone: dict[str, list[dict[str, Any]]]
) -> None:
    policy = named(alone["payments"], "AuthorizationPolicy", "payments")
    (rule,) = policy["spec"]["rules"]
    assert rule["from"] == [{"source": {"principals": [f"cluster.local/ns/{home(design, 'ordering')}/sa/ordering"]}}]


def test_the_network_lets_in_exactly_the_callers(design: Topology, alone: dict[str, list[dict[str, Any]]]) -> None:
    callers = {
        (place, caller, callee)
        for callee, objects in alone.items()
        for place, caller in peers(
            named(objects, "NetworkPolicy", callee)["spec"]["ingress"], "from", "app.kubernetes.io/name"
        )
    }
    assert callers == {(home(design, caller), caller, callee) for caller, callee, _ in DESIGNED}


def test_the_network_lets_out_exactly_to_the_callees(design: Topology, alone: dict[str, list[dict[str, Any]]]) -> None:
    callees = {
        (caller, place, callee)
        for caller, objects in alone.items()
        for place, callee in peers(
            named(objects, "NetworkPolicy", caller)["spec"]["egress"], "to", "app.kubernetes.io/instance"
        )
    }
    assert callees == {(caller, home(design, callee), callee) for caller, callee, _ in DESIGNED}


def test_a_sidecar_knows_the_callees_only(design: Topology, alone: dict[str, list[dict[str, Any]]]) -> None:
    (egress,) = named(alone["ordering"], "Sidecar", "ordering")["spec"]["egress"]
    collector = "bistro"
    assert egress["hosts"] == [
        "istio-system/*",
        f"{collector}/otel-collector.{collector}.svc.cluster.local",
        *(f"{home(design, name)}/{name}.{home(design, name)}.svc.cluster.local" for name in ("accounts", "payments")),
    ]


def test_each_caller_is_told_where_its_callees_are(design: Topology, alone: dict[str, list[dict[str, Any]]]) -> None:
    config = named(alone["storefront"], "ConfigMap", "storefront")["data"]
    assert config["ORDERING_URL"] == f"grpc://ordering.{home(design, 'ordering')}:9090"
    assert config["ACCOUNTS_URL"] == f"http://accounts.{home(design, 'accounts')}:8080"
    assert config["ORDER_HISTORY_URL"] == f"grpc://order-history.{home(design, 'order-history')}:9090"


def test_no_route_retries_where_the_application_does(written: Written, any_helm: Helm) -> None:
    system = written(bistro)
    for objects in installed(system, bistro(), any_helm, "prod").values():
        for route in of_kind(objects, "VirtualService"):
            assert {entry["retries"]["attempts"] for entry in route["spec"]["http"]} == {0}


def test_the_mesh_retries_where_it_is_the_owner(written: Written, any_helm: Helm) -> None:
    system = written(scattered_bistro)
    objects = any_helm.template(service_chart(system, "accounts"), "prod", namespace="accounts")
    by_name = {entry["name"]: entry for entry in named(objects, "VirtualService", "accounts")["spec"]["http"]}
    owned = by_name["ordering-GetCustomer"]
    assert owned["retries"]["attempts"] == 2
    assert owned["retries"]["perTryTimeout"] == "1s"
    assert owned["match"][0]["uri"] == {"regex": "/v1/customers/[^/]+"}
    assert by_name["storefront-GetCustomer"]["retries"] == {"attempts": 0}
    budget = named(objects, "DestinationRule", "accounts")["spec"]["trafficPolicy"]["retryBudget"]
    assert budget == {"percent": 20, "minRetryConcurrency": 3}


def test_a_route_waits_a_fifth_longer_than_the_application(written: Written, any_helm: Helm) -> None:
    system = written(bistro)
    objects = any_helm.template(service_chart(system, "accounts"), "prod")
    timeouts = {
        entry["name"]: entry.get("timeout") for entry in named(objects, "VirtualService", "accounts")["spec"]["http"]
    }
    assert timeouts["ordering-GetCustomer"] == "2.46s"  # 2 tries of 1 s, 50 ms between them
    assert timeouts["notifier-GetCustomer"] == "1.2s"
    assert timeouts["http"] is None


def test_an_external_system_is_reached_at_its_address_only(written: Written, any_helm: Helm) -> None:
    system = written(bistro)
    objects = any_helm.template(service_chart(system, "payments"), "prod")
    entry = named(objects, "ServiceEntry", "payments-psp")["spec"]
    assert entry["hosts"] == ["psp.example"]
    assert entry["ports"] == [{"name": "tls", "number": 8443, "protocol": "TLS"}]
    assert named(objects, "ConfigMap", "payments")["data"]["PSP_URL"] == "https://psp.example:8443/v2"
    ports = [
        port["port"]
        for rule in named(objects, "NetworkPolicy", "payments")["spec"]["egress"]
        if "to" not in rule
        for port in rule["ports"]
    ]
    assert ports == [5432, 8443]


def test_an_external_system_without_an_address_is_named_in_the_notes(written: Written, any_helm: Helm) -> None:
    chart = service_chart(written(bistro_without_a_mesh), "payments")
    done = any_helm.run("install", "payments", str(chart), "--dry-run=client", "--namespace", "bistro")
    assert "The address of psp is not set." in done.stdout, done.stderr
    assert "PSP_URL" not in named(any_helm.template(chart, "dev"), "ConfigMap", "payments")["data"]


def test_only_an_exposed_service_is_open_to_the_gateway(alone: dict[str, list[dict[str, Any]]]) -> None:
    open_to_gateway = {
        name
        for name, objects in alone.items()
        if "istio-ingress" in str(named(objects, "AuthorizationPolicy", f"{name}-platform"))
        and "istio-ingress" in str(named(objects, "NetworkPolicy", name))
    }
    assert open_to_gateway == {"storefront"}


def test_an_environment_without_a_mesh_gets_no_object_of_it(written: Written, any_helm: Helm) -> None:
    system = written(bistro)
    for objects in installed(system, bistro(), any_helm, "dev").values():
        assert not [found for found in objects if "istio.io" in found["apiVersion"]]
        assert "istio.io" not in str(list(of_kind(objects, "Deployment")))


def test_a_system_without_a_mesh_has_no_template_of_it(written: Written) -> None:
    system = written(bistro_without_a_mesh)
    charts = [umbrella_chart(system), *(service_chart(system, name) for name in bistro().services)]
    assert not [chart for chart in charts if (chart / "templates" / "mesh").exists()]


def test_the_root_policies_refuse_what_no_edge_allows(written: Written, any_helm: Helm) -> None:
    chart = umbrella_chart(written(bistro))
    any_helm.run("dependency", "build", str(chart))
    objects = any_helm.template(chart, "prod")
    peer = named(objects, "PeerAuthentication", "default")
    assert (peer["metadata"]["namespace"], peer["spec"]) == ("istio-system", {"mtls": {"mode": "STRICT"}})
    deny = named(objects, "AuthorizationPolicy", "deny-all")
    assert (deny["metadata"]["namespace"], deny["spec"]) == ("istio-system", {})
