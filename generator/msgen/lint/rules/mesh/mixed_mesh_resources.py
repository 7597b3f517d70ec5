"""MSH04: two meshes, or two ways of routing, for one service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell
from msgen.topology.model import Topology

_APP = "app.kubernetes.io/name"
_GATEWAY_ROUTES = ("HTTPRoute", "GRPCRoute")
_POLICIES = {"security.istio.io": ("istio", "istio-ambient"), "policy.linkerd.io": ("linkerd",)}
"""Groups of policies, and the meshes that read them."""

Objects = list[Mapping[str, Any]]


def check(review: Review) -> Iterator[Smell]:
    objects = [item for items in (review.manifests or {}).values() for item in items]
    topology = review.topology
    virtual, routed = _virtual_services(objects), _gateway_routes(objects)
    foreign = _foreign_policies(topology, objects)
    fix = Fix("generate the manifests again, and delete what is not among them")
    for name in topology.services:
        reasons = list(foreign.get(name, ()))
        if name in virtual and name in routed:
            reasons.insert(0, f"VirtualService `{virtual[name]}` and {routed[name]} route to one host")
        if reasons:
            yield Smell(name, "; ".join(reasons), fixes=(fix,))


def _virtual_services(objects: Objects) -> Mapping[str, str]:
    """By service, the name of one that has it as host."""
    found: dict[str, str] = {}
    for item in objects:
        if item.get("kind") == "VirtualService":
            for host in _spec(item).get("hosts") or ():
                found.setdefault(_first_part(host), _name(item))
    return found


def _gateway_routes(objects: Objects) -> Mapping[str, str]:
    """By service, a route of the Gateway API that hangs on it or has it as host name."""
    found: dict[str, str] = {}
    for item in objects:
        if item.get("kind") not in _GATEWAY_ROUTES:
            continue
        parents = [parent for parent in _spec(item).get("parentRefs") or () if parent.get("kind") == "Service"]
        hosts = [*(parent.get("name", "") for parent in parents), *(_spec(item).get("hostnames") or ())]
        for host in hosts:
            found.setdefault(_first_part(host), f"{item['kind']} `{_name(item)}`")
    return found


def _foreign_policies(topology: Topology, objects: Objects) -> Mapping[str, list[str]]:
    chosen: set[str] = {topology.platform.mesh.kind, *(each.mesh.kind for each in topology.environments.values())}
    found: dict[str, list[str]] = {}
    for item in objects:
        readers = _POLICIES.get(str(item.get("apiVersion", "")).partition("/")[0])
        if readers is not None and chosen.isdisjoint(readers):
            reason = f"{item.get('kind')} `{_name(item)}` is for {readers[0]}, the mesh is {_spoken(chosen)}"
            found.setdefault(_subject(item), []).append(reason)
    return found


def _subject(item: Mapping[str, Any]) -> str:
    """The name of the service that a policy is about, or its own."""
    labels = _spec(item).get("selector", {}).get("matchLabels") or item.get("metadata", {}).get("labels") or {}
    return _first_part(labels.get(_APP, _name(item)))


def _first_part(host: str) -> str:
    """The name of the service, where it is one of the cluster."""
    return host.partition(".")[0]


def _spec(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return item.get("spec") or {}


def _name(item: Mapping[str, Any]) -> str:
    return str(item.get("metadata", {}).get("name", ""))


def _spoken(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds - {"none"})) or "none"


RULE = Rule(
    id="MSH04",
    title="Mixed mesh resources",
    severity="error",
    covers=("S6",),
    source="Istio analysis message IST0109",
    condition="in checked manifests a host with a VirtualService and a route of the Gateway API, or a policy of a mesh "
    "that is not the chosen one",
    fix="automatic",
    check=check,
    reads="manifests",
)
