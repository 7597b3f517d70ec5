"""CFG01: variables that a manifest sets and no service knows, or that a service needs and no manifest sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgen.lint.review import Manifests, Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.addresses import external_variable, url_variable
from msgen.topology.model import Service, Topology

_APP = "app.kubernetes.io/name"
_OF_EVERY_POD = frozenset(
    {
        "DATABASE_POOL", "DRAIN_SECONDS", "GRACE_SECONDS", "GRPC_PORT", "HOST", "HTTP_PORT", "LOG_LEVEL",
        "METRICS_PORT", "NODE_NAME", "POD_NAME", "POD_NAMESPACE", "RELAY",
    }
)  # fmt: skip
"""Variables that any generated service understands."""
_OF_TELEMETRY = "OTEL_"


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for name, variables in _set_variables(topology, review.manifests or {}).items():
        service = topology.services[name]
        needed = _needed(topology, service)
        unknown = sorted(key for key in variables - needed - _OF_EVERY_POD if not key.startswith(_OF_TELEMETRY))
        unset = sorted(needed - variables)
        reasons: list[str] = []
        if unknown:
            reasons.append(f"{_listed(unknown)} set by a manifest, but not known to the design")
        if unset:
            reasons.append(f"{_listed(unset)} known to the design, but set by no manifest")
        if reasons:
            yield Smell(f"{name}.config", "; ".join(reasons), fixes=(_fix(service, unknown, unset),))


def _fix(service: Service, unknown: list[str], unset: list[str]) -> Fix:
    if unset:
        return Fix("generate the manifests again, and take keys that nothing reads out of the design")
    edits = tuple(Edit(f"{service.name}.config.{key}", "string") for key in unknown)
    return Fix(f"add {_listed(unknown)} to `config`, or take it out of the manifest", edits)


def _needed(topology: Topology, service: Service) -> set[str]:
    """Its own keys and secrets, and the addresses of what it works with."""
    found = {*service.secrets, *(field.name for field in service.config)}
    if service.has_database:
        found.add("DATABASE_URL")
    if service.has_events:
        found.add("BROKER_URL")
    for call in service.calls():
        for target in (call.target, call.fallback.to if call.fallback else None):
            if target is not None:
                external = topology.externals.get(target)
                found.add(external_variable(external) if external else url_variable(target.partition(".")[0]))
    return found


def _set_variables(topology: Topology, manifests: Manifests) -> Mapping[str, set[str]]:
    """What the pods of each service get; services without a pod are left out."""
    objects = [item for items in manifests.values() for item in items]
    maps = {
        item.get("metadata", {}).get("name"): set(item.get("data") or ())
        for item in objects
        if item.get("kind") == "ConfigMap"
    }
    found: dict[str, set[str]] = {}
    for item in objects:
        service = _service(item)
        if service in topology.services:
            for container in _containers(item):
                found.setdefault(service, set()).update(_variables(container, maps))
    return found


def _variables(container: Mapping[str, Any], maps: Mapping[str, set[str]]) -> Iterator[str]:
    yield from (entry["name"] for entry in container.get("env") or ())
    for source in container.get("envFrom") or ():
        yield from maps.get(source.get("configMapRef", {}).get("name"), ())


def _containers(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    pod = ((item.get("spec") or {}).get("template") or {}).get("spec") or {}
    return [*(pod.get("initContainers") or ()), *(pod.get("containers") or ())]


def _service(item: Mapping[str, Any]) -> str:
    metadata = item.get("metadata", {})
    return str((metadata.get("labels") or {}).get(_APP, metadata.get("name", "")))


def _listed(keys: list[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


RULE = Rule(
    id="CFG01",
    title="Unknown/unused config key",
    severity="warning",
    covers=("B10",),
    source="The Twelve-Factor App, factor III",
    condition="in checked manifests a variable that neither `config` nor `secrets` nor msgen names, or none for one "
    "that they name",
    fix="automatic",
    check=check,
    reads="manifests",
)
