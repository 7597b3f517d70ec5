"""What this version accepts in a spec and does not generate yet, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.design.context import Context
from msgen.design.defaults import Defaults
from msgen.design.platform import Environment, Mesh, Platform
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
        yield from _platform(design.platform)
    for part in ("teams", "actors", "context_map", "decisions", "waivers"):
        if getattr(design, part):
            yield "the architecture document", part
    if design.profile == "production":
        yield "rollouts other than rolling", "the profile production (canary)"
    if design.defaults is not None:
        yield from _settings("defaults", design.defaults)
    for name, context in (design.contexts or {}).items():
        yield from _context(f"contexts.{name}", context)
    for name, environment in (design.environments or {}).items():
        yield from _environment(name, environment)
    for name, service in design.services.items():
        yield from _settings(name, service)
        yield from _service(name, service)
        if design.profile == "production" and service.api is not None and service.api.exposure == "public":
            yield "rate limits", name


def _platform(platform: Platform) -> Iterator[tuple[str, str]]:
    if platform.broker not in (None, "nats"):
        yield "brokers other than NATS", str(platform.broker)
    if platform.mesh is not None:
        yield from _mesh("platform", platform.mesh)


def _mesh(where: str, mesh: Mesh) -> Iterator[tuple[str, str]]:
    if mesh.kind in ("istio-ambient", "linkerd"):
        yield "meshes other than istio", f"{where} ({mesh.kind})"
    if mesh.route_timeout is not None or mesh.max_ejection is not None:
        yield "limits of the mesh's own", where


def _context(path: str, context: Context) -> Iterator[tuple[str, str]]:
    if context.defaults is not None:
        yield from _settings(f"{path}.defaults", context.defaults)
    if context.shared:
        yield "shared kernels", path
    for name, event in (context.events or {}).items():
        if event.upcasts:
            yield "older versions of events", f"{path}.events.{name}"


def _environment(name: str, environment: Environment) -> Iterator[tuple[str, str]]:
    if environment.overrides:
        yield "overrides of environments", name
    if environment.promote_from is not None:
        yield "promotion from one environment to the next", name
    if environment.region:
        yield "regions", name
    if environment.mesh is not None:
        yield from _mesh(f"environments.{name}", environment.mesh)


def _settings(where: str, settings: Service | Defaults) -> Iterator[tuple[str, str]]:
    """What a service may say itself, or its defaults say for it."""
    if settings.runtime is not None and settings.runtime.language not in (None, "python"):
        yield "languages other than Python", f"{where} ({settings.runtime.language})"
    if settings.slo is not None:
        yield "service level objectives", where
    if settings.store is not None and settings.store.engine not in (None, *GENERATED_STORES):
        yield "stores other than postgres and sqlite", f"{where} ({settings.store.engine})"
    if settings.store is not None and settings.store.backup is not None:
        yield "backups", where
    if settings.deployment is not None and settings.deployment.strategy not in (None, "rolling"):
        yield "rollouts other than rolling", f"{where} ({settings.deployment.strategy})"
    if settings.messaging is not None and settings.messaging.delivery == "cdc":
        yield "change data capture", where
    if settings.probes is not None and settings.probes.liveness:
        yield "restarts for the sake of a dependency", where
    if settings.api is not None and settings.api.auth not in (None, "none"):
        yield "authentication", where
    if settings.api is not None and settings.api.transcoding:
        yield "transcoding", where


def _service(name: str, service: Service) -> Iterator[tuple[str, str]]:
    if service.versions:
        yield "versions of a service beside each other", name
    for aggregate, written in (service.aggregates or {}).items():
        if written.persistence == "event-sourced":
            yield "event sourcing (stored as state)", f"{name}.aggregates.{aggregate}"
    yield from _api(name, service)
    for call in service.calls or ():
        yield from _call(f"{name}->{call.to}", call)


def _api(name: str, service: Service) -> Iterator[tuple[str, str]]:
    if service.api is None:
        return
    if service.api.versions:
        yield "older versions of an API", name
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
