"""Who asks whom for what and who hears what, as the design says it and as policies of the mesh allow it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct

from msgen.lint.review import Manifests, Review
from msgen.topology.model import Operation, Service, Topology

ANYONE = "anyone"
_APP = "app.kubernetes.io/name"
_FOR_THE_PLATFORM = ("/livez", "/readyz", "/startupz", "/metrics")
"""Paths that are no operations: probes and scrapes ask for them."""


class Edge(Struct, frozen=True, order=True):
    """One caller may ask one service for one operation."""

    caller: str
    callee: str
    operation: str
    """Its name; of a path that belongs to none, the path."""

    def __str__(self) -> str:
        return f"{self.caller}->{self.callee}{'' if self.operation.startswith('/') else '.'}{self.operation}"


def callers(review: Review) -> Mapping[str, tuple[str, ...]]:
    """The services that ask for each operation: in calls, in place of a callee, and as steps of a saga; each once."""
    found: dict[str, dict[str, None]] = {}
    for site in review.analysis.calls.sites:
        found.setdefault(site.callee, {})[site.service] = None
        if site.call.fallback is not None and site.call.fallback.to is not None:
            found.setdefault(site.call.fallback.to, {})[site.service] = None
    for saga in review.topology.sagas.values():
        for step in saga.steps:
            for path in (step.do, step.compensate):
                if path is not None and saga.coordinator is not None:
                    found.setdefault(path, {})[saga.coordinator] = None
    externals = review.topology.externals
    return {path: tuple(names) for path, names in found.items() if path not in externals}


def hearers(topology: Topology) -> Mapping[str, tuple[str, ...]]:
    """The services that get each event, by its reference: subscribers, waiting callers, drivers of sagas; each once."""
    found: dict[str, dict[str, None]] = {}
    for service in topology.services.values():
        waited = (call.await_reply for call in service.calls() if call.await_reply is not None)
        for reference in (*(item.event for item in service.subscriptions), *waited):
            found.setdefault(reference, {})[service.name] = None
    for saga in topology.sagas.values():
        if saga.coordinator is not None:
            found.setdefault(saga.trigger, {})[saga.coordinator] = None
    return {reference: tuple(names) for reference, names in found.items()}


def designed(review: Review) -> frozenset[Edge]:
    return frozenset(Edge(caller, *path.split(".", 1)) for path, names in callers(review).items() for caller in names)


def allowed(topology: Topology, manifests: Manifests) -> frozenset[Edge]:
    """What the AuthorizationPolicies of Istio let through between the services of the design."""
    found = (item for objects in manifests.values() for item in objects if item.get("kind") == "AuthorizationPolicy")
    policies = (item for item in found if "istio.io/" in item.get("apiVersion", ""))
    return frozenset(edge for item in policies for edge in _of_policy(topology, item.get("spec") or {}))


def _of_policy(topology: Topology, spec: Mapping[str, Any]) -> Iterator[Edge]:
    labels = spec.get("selector", {}).get("matchLabels", {})
    service = topology.services.get(labels.get(_APP, ""))
    if service is None or spec.get("action", "ALLOW") != "ALLOW":
        return
    for rule in spec.get("rules", ()):
        targets: list[Mapping[str, Any]] = [item.get("operation", {}) for item in rule.get("to", ())]
        names = {name for target in targets or [{}] for name in _operations(topology, service, target)}
        for caller in _callers(rule):
            yield from (Edge(caller, service.name, name) for name in names)


def _callers(rule: Mapping[str, Any]) -> Iterator[str]:
    """The service accounts that a rule names; one that names no source is open to anyone."""
    if "from" not in rule:
        yield ANYONE
    for source in rule.get("from", ()):
        for principal in source.get("source", {}).get("principals", ()):
            yield ANYONE if principal == "*" else principal.rpartition("/sa/")[2]


def _operations(topology: Topology, service: Service, target: Mapping[str, Any]) -> Iterator[str]:
    """Names of the operations that a rule is about, and its paths that belong to none."""
    methods, paths = target.get("methods"), target.get("paths")
    known = [(item.name, method, path) for item in service.operations for method, path in _at(topology, service, item)]
    for name, method, path in known:
        if (methods is None or method in methods) and (paths is None or _fits(path, paths)):
            yield name
    for pattern in target.get("paths", ()):
        if pattern not in _FOR_THE_PLATFORM and not any(_fits(path, (pattern,)) for _, _, path in known):
            yield pattern


def _at(topology: Topology, service: Service, operation: Operation) -> Iterator[tuple[str, str]]:
    """Method and path under which the operation is asked for, any value of a parameter as `{*}`."""
    if service.speaks("rest"):
        yield operation.method, re.sub(r"{[^}]+}", "{*}", service.base_path + operation.path)
    if service.speaks("grpc"):
        from msgen.contracts.protobuf import full_method  # seldom asked for: only beside manifests

        yield "POST", full_method(topology, service, operation.name)


def _fits(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
