"""What declared rules can look at: objects of the design by kind, with the names that a condition knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from msgen.lint.house.expressions import names_of
from msgen.topology.model import Topology


class Selected(Struct, frozen=True):
    path: str
    names: Mapping[str, Any]


def selected(topology: Topology, kind: str) -> Iterator[Selected]:
    """Every object of a kind; each knows its own names, those that it belongs to, and `profile`."""
    for path, value, around in KINDS[kind](topology):
        own = {name: getattr(value, name) for name in names_of(value)}
        yield Selected(path, {"profile": topology.profile, "platform": topology.platform, **around, **own})


_Found = Iterator[tuple[str, Any, Mapping[str, Any]]]


def _services(topology: Topology) -> _Found:
    yield from ((service.name, service, {}) for service in topology.services.values())


def _operations(topology: Topology) -> _Found:
    for service in topology.services.values():
        yield from ((operation.object_path, operation, {"of": service}) for operation in service.operations)


def _calls(topology: Topology) -> _Found:
    for service in topology.services.values():
        for call in service.calls():
            callee = topology.externals[call.target] if call.is_external else topology.services[call.target]
            yield call.path, call, {"caller": service, "callee": callee}


def _aggregates(topology: Topology) -> _Found:
    for service in topology.services.values():
        for item in service.aggregates:
            yield f"{service.name}.aggregates.{item.name}", item, {"of": service}


def _read_models(topology: Topology) -> _Found:
    for service in topology.services.values():
        for item in service.read_models:
            yield f"{service.name}.read_models.{item.name}", item, {"of": service}


def _subscriptions(topology: Topology) -> _Found:
    for service in topology.services.values():
        for item in service.subscriptions:
            if item.read_model is None:
                yield f"{service.name}.subscribes.{item.event}", item, {"of": service}


def _contexts(topology: Topology) -> _Found:
    yield from ((f"contexts.{item.name}", item, {}) for item in topology.contexts.values())


def _events(topology: Topology) -> _Found:
    for context in topology.contexts.values():
        for event in context.events.values():
            yield f"contexts.{context.name}.events.{event.name}", event, {"of": context}


def _externals(topology: Topology) -> _Found:
    yield from ((f"externals.{item.name}", item, {}) for item in topology.externals.values())


def _journeys(topology: Topology) -> _Found:
    yield from ((item.object_path, item, {}) for item in topology.journeys.values())


def _sagas(topology: Topology) -> _Found:
    yield from ((item.object_path, item, {}) for item in topology.sagas.values())


def _environments(topology: Topology) -> _Found:
    yield from ((f"environments.{item.name}", item, {}) for item in topology.environments.values())


KINDS: Mapping[str, Callable[[Topology], _Found]] = {
    "services": _services,
    "operations": _operations,
    "calls": _calls,
    "aggregates": _aggregates,
    "read_models": _read_models,
    "subscriptions": _subscriptions,
    "contexts": _contexts,
    "events": _events,
    "externals": _externals,
    "journeys": _journeys,
    "sagas": _sagas,
    "environments": _environments,
}
