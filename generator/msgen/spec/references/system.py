"""References of journeys, environments and the telemetry's neighbours: actors, operations, services."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.diagnostics import Finding

from .operations import operation_reference
from .scope import Scope


def check(scope: Scope) -> Iterator[Finding]:
    yield from _journeys(scope)
    yield from _environments(scope)


def _journeys(scope: Scope) -> Iterator[Finding]:
    actors = scope.design.actors or {}
    for name, journey in (scope.design.journeys or {}).items():
        if journey.actor is not None and journey.actor not in actors:
            hint = f"declare it: `actors: {{{journey.actor}: who it is}}`"
            yield from scope.unknown(("journeys", name, "actor"), "actor", journey.actor, actors, hint)
        for index, entry in enumerate(journey.entry):
            yield from operation_reference(scope, ("journeys", name, "entry", index), entry)


def _environments(scope: Scope) -> Iterator[Finding]:
    environments = scope.design.environments or {}
    for name, environment in environments.items():
        path = ("environments", name, "promote_from")
        source = environment.promote_from
        if source is not None and source not in environments:
            yield from scope.unknown(path, "environment", source, environments)
        elif source is not None and _comes_back(scope, name):
            yield scope.wrong(path, f"releases of `{name}` come from `{name}` in the end", "promotion is a chain")
        for service in environment.overrides or {}:
            if service not in scope.design.services:
                where = ("environments", name, "overrides", service)
                yield from scope.unknown(where, "service", service, scope.design.services, at_key=True)


def _comes_back(scope: Scope, name: str) -> bool:
    environments = scope.design.environments or {}
    seen: set[str] = set()
    current = environments[name].promote_from
    while current is not None and current in environments and current not in seen:
        if current == name:
            return True
        seen.add(current)
        current = environments[current].promote_from
    return False
