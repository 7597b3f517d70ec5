"""Rules of the mesh beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from ruled_designs import HEADER, found, mended, offered

from msgen.lint.looking import Looking
from msgen.lint.pages import designs
from msgen.lint.registry import page, rule
from msgen.spec import read_text

MANIFESTS = designs(page("MSH04") or "")["manifests"]
DESIGN = """\
services:
  orders: {api: rest, calls: [payments]}
  payments: {api: rest}
platform: {mesh: MESH}
environments: {dev: {mesh: DEV}, prod: {}}
"""
VIRTUAL = {
    "apiVersion": "networking.istio.io/v1",
    "kind": "VirtualService",
    "metadata": {"name": "payments"},
    "spec": {"hosts": ["payments.shop.svc.cluster.local", "psp.example.com"]},
}
ISTIO = {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "payments"}}
LINKERD = {"apiVersion": "policy.linkerd.io/v1beta3", "kind": "Server", "metadata": {"name": "payments-http"}}
LABELLED = {**LINKERD, "metadata": {"name": "http", "labels": {"app.kubernetes.io/name": "payments"}}}
SELECTING = {**LINKERD, "spec": {"selector": {"matchLabels": {"app.kubernetes.io/name": "payments"}}}}


def route(kind: str = "HTTPRoute", **spec: Any) -> dict[str, Any]:
    return {"apiVersion": "gateway.networking.k8s.io/v1", "kind": kind, "metadata": {"name": "way"}, "spec": spec}


def under_manifests(*objects: Mapping[str, Any], mesh: str = "istio", dev: str = "none") -> dict[str, str]:
    one = rule("MSH04")
    assert one is not None
    looking = Looking(date(2026, 1, 1), rules=(one,), manifests={"a.yaml": objects[:1], "b.yaml": objects[1:]})
    _, result = looking(read_text(HEADER + DESIGN.replace("MESH", mesh).replace("DEV", dev)))
    return {finding.object_path: finding.smell.message for finding in result.open}


@pytest.mark.parametrize(
    "other",
    [
        route(parentRefs=[{"kind": "Service", "name": "payments"}]),
        route("GRPCRoute", hostnames=["payments.shop"]),
        route(parentRefs=[{"kind": "Gateway", "name": "edge"}], hostnames=["payments"]),
    ],
)
def test_two_ways_of_routing_to_one_host(other: Mapping[str, Any]) -> None:
    assert under_manifests(VIRTUAL, other) == {
        "payments": f"VirtualService `payments` and {other['kind']} `way` route to one host"
    }


@pytest.mark.parametrize(
    "objects",
    [
        (VIRTUAL,),
        (VIRTUAL, route(parentRefs=[{"kind": "Gateway", "name": "payments"}])),
        (VIRTUAL, route(parentRefs=[{"kind": "Service", "name": "orders"}])),
        (VIRTUAL, route(hostnames=["psp.example.com"])),
        (VIRTUAL, route("Gateway", hostnames=["payments"])),
        (route(hostnames=["payments"]), route(hostnames=["payments"])),
        ({**VIRTUAL, "kind": "ServiceEntry"}, route(hostnames=["payments"])),
        ({**VIRTUAL, "spec": None}, route(hostnames=["payments"])),
    ],
)
def test_one_way_of_routing_to_each_host(objects: tuple[Mapping[str, Any], ...]) -> None:
    assert under_manifests(*objects) == {}


@pytest.mark.parametrize(
    ("policy", "mesh", "dev", "message"),
    [
        (ISTIO, "istio", "none", None),
        (ISTIO, "istio-ambient", "none", None),
        (ISTIO, "none", "istio", None),
        (ISTIO, "none", "none", "PeerAuthentication `payments` is for istio, the mesh is none"),
        (ISTIO, "linkerd", "none", "PeerAuthentication `payments` is for istio, the mesh is linkerd"),
        (ISTIO, "linkerd", "istio", None),
        (LABELLED, "linkerd", "none", None),
        (LABELLED, "istio", "istio-ambient", "Server `http` is for linkerd, the mesh is istio or istio-ambient"),
        (SELECTING, "istio", "none", "Server `payments-http` is for linkerd, the mesh is istio"),
        (LINKERD, "istio", "none", None),
        ({**LABELLED, "apiVersion": "v1"}, "istio", "none", None),
    ],
)
def test_a_policy_of_another_mesh(policy: Mapping[str, Any], mesh: str, dev: str, message: str | None) -> None:
    assert under_manifests(policy, mesh=mesh, dev=dev).get("payments") == message


def test_what_a_page_shows_is_what_the_rule_reads() -> None:
    assert all(word in MANIFESTS for word in ("VirtualService", "HTTPRoute", "policy.linkerd.io"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("{to: stock.GetStock, timeout: none}", "the mesh waits 499 ms, the caller 500 ms: its one try; even the first "
         "try is cut off"),
        ("{to: slow, timeout: none}", "the mesh waits 499 ms, the caller 600 ms: its one try; even the first try is cut "
         "off"),
        ("{to: unknown, timeout: none}", "the mesh waits 499 ms, the caller 1000 ms: its one try; even the first try is "
         "cut off"),
        ("{to: slow, timeout: 499ms, retry: {attempts: 2, backoff: 0ms}}", "the mesh waits 499 ms, the caller 998 ms: "
         "2 tries of 499 ms and the waits between them; the last one is cut off"),
        ("{to: slow, timeout: 499ms}", None),
    ],
)  # fmt: skip
def test_the_longest_time_of_a_call_under_a_route(call: str, message: str | None) -> None:
    design = (
        f"services:\n  orders: {{api: rest, calls: [{call.replace('timeout: none', 'timeout: none, retry: {attempts: 1}')}]}}\n"
        "  stock: {api: rest}\nexternals: {slow: {latency: {p50: 100ms, p99: 300ms}}, unknown: {}}\n"
        "platform: {mesh: {route_timeout: 499ms}}\n"
    )
    assert list(found("MSH01", design).values()) == ([] if message is None else [message])


def test_a_timeout_that_msgen_works_out_is_long_enough() -> None:
    design = "services:\n  orders: {api: rest, calls: [{to: stock, timeout: 20s}]}\n  stock: {api: rest}\n"

    assert found("MSH01", design) == found("MSH02", design) == found("MSH03", design) == {}


LOADED = """\
services:
  orders:
    api: {exposure: partner, operations: {GetOffer: {http: GET /offer}}}
    scaling: {min: 2, max: 10, per_pod: 50/s, target: 50%}
journeys: {look: {entry: orders.GetOffer, peak: PEAK}}
platform: {mesh: {MESH}}
"""


@pytest.mark.parametrize(
    ("peak", "ejection", "message"),
    [
        ("250/s", "max_ejection: 50%", None),
        ("251/s", "max_ejection: 50%", "251/s need 6 pods of 50/s, but 50% may be taken out, which leaves 5 of 10"),
        ("251/s", "max_ejection: 49%", None),
        ("251/s", "", None),
        ("501/s", "", "501/s need 11 pods of 50/s, but 0% may be taken out, which leaves 10 of 10"),
    ],
)
def test_pods_that_are_left_after_ejection(peak: str, ejection: str, message: str | None) -> None:
    design = LOADED.replace("PEAK", peak).replace("MESH", ejection)

    assert found("MSH02", design).get("orders") == message


def test_ejection_is_no_matter_without_a_load() -> None:
    assert found("MSH02", LOADED.replace(", peak: PEAK", "").replace("MESH", "max_ejection: 100%")) == {}


@pytest.mark.parametrize(
    ("peak", "step"),
    [
        ("251/s", "take `max_ejection` out: this service can then spare 40%"),
        ("500/s", "take `max_ejection` out: this service can then spare 0%"),
        ("501/s", "set `scaling.max` to 21"),
    ],
)
def test_ejection_is_mended(peak: str, step: str) -> None:
    design = LOADED.replace("PEAK", peak).replace("MESH", "max_ejection: 50%")

    assert offered("MSH02", design) == [(step, True)]
    assert mended("MSH02", design).result.open == ()
