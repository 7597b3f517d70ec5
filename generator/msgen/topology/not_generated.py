"""What this version accepts in a spec and does not generate yet, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.design.service import Service
from msgen.design.system import Design

GENERATED_STORES = frozenset({"postgres", "sqlite", "none"})


def not_generated(design: Design) -> tuple[str, ...]:
    """One line per kind of thing that the run leaves out, with the objects that ask for it; sorted."""
    found: dict[str, list[str]] = {}
    for what, where in _findings(design):
        found.setdefault(what, []).append(where)
    return tuple(f"{what}: {', '.join(dict.fromkeys(found[what]))}" for what in sorted(found))


def _findings(design: Design) -> Iterator[tuple[str, str]]:
    for name in design.sagas or {}:
        yield "sagas", name
    for name in design.journeys or {}:
        yield "journeys", name
    for name in design.experiments or {}:
        yield "experiments", name
    if design.telemetry is not None and design.telemetry.labels:
        yield "telemetry labels", "telemetry"
    if design.platform is not None:
        yield from _platform(design)
    for part in ("teams", "actors", "context_map", "decisions", "waivers"):
        if getattr(design, part):
            yield "the architecture document", part
    for name, environment in (design.environments or {}).items():
        if environment.overrides:
            yield "overrides of environments", name
    for name, service in design.services.items():
        yield from _service(name, service)


def _platform(design: Design) -> Iterator[tuple[str, str]]:
    platform = design.platform
    if platform is None:
        return
    if platform.broker not in (None, "nats"):
        yield "brokers other than NATS", str(platform.broker)
    if platform.mesh is not None and platform.mesh.kind in ("istio-ambient", "linkerd"):
        yield "meshes other than istio", str(platform.mesh.kind)


def _service(name: str, service: Service) -> Iterator[tuple[str, str]]:
    if service.runtime is not None and service.runtime.language not in (None, "python"):
        yield "languages other than Python", f"{name} ({service.runtime.language})"
    if service.versions:
        yield "versions of a service beside each other", name
    if service.slo is not None:
        yield "service level objectives", name
    if service.store is not None and service.store.engine not in (None, *GENERATED_STORES):
        yield "stores other than postgres and sqlite", f"{name} ({service.store.engine})"
    if service.deployment is not None and service.deployment.strategy not in (None, "rolling"):
        yield "rollouts other than rolling", f"{name} ({service.deployment.strategy})"
    if service.messaging is not None and service.messaging.delivery == "cdc":
        yield "change data capture", name
    for aggregate, written in (service.aggregates or {}).items():
        if written.persistence == "event-sourced":
            yield "event sourcing (stored as state)", f"{name}.aggregates.{aggregate}"
    yield from _api(name, service)
    for call in service.calls or ():
        yield from _call(f"{name}->{call.to}", call)


def _api(name: str, service: Service) -> Iterator[tuple[str, str]]:
    if service.api is None:
        return
    if service.api.auth not in (None, "none"):
        yield "authentication", name
    if service.api.versions:
        yield "older versions of an API", name
    if service.api.transcoding:
        yield "transcoding", name
    if service.api.contract is not None:
        yield "existing contracts", name
    for operation, written in (service.api.operations or {}).items():
        path = f"{name}.{operation}"
        if written.auth is not None:
            yield "authentication", path
        if written.rate_limit not in (None, "none"):
            yield "rate limits", path
        if written.hedge:
            yield "hedging", path
        if written.strategy is not None:
            yield "read-your-writes strategies", path
        for call in written.calls or ():
            yield from _call(f"{path}->{call.to}", call)


def _call(path: str, call: Any) -> Iterator[tuple[str, str]]:
    if call.hedge not in (None, "off"):
        yield "hedging", path
    if call.await_reply is not None:
        yield "awaited replies", path
    if call.forward_token:
        yield "forwarded tokens", path
    if call.fallback is not None and call.fallback.kind in ("static", "function", "call"):
        yield f"fallbacks of kind {call.fallback.kind}", path
