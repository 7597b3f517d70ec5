"""What still works while something is down (`msgen analyze --down`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from msgspec import Struct

from msgen.analysis.availability import Component, SystemAvailability
from msgen.topology.model import Call, Operation, Service, Topology

Status = Literal["fails", "degrades", "works"]


class Outcome(Struct, frozen=True):
    """What becomes of an operation."""

    operation: str
    """Object path."""
    status: Status
    journeys: tuple[str, ...]
    """Those that it is an entry of."""
    why: tuple[str, ...]
    """The way to what is down, object paths, the operation first; empty where it works."""
    instead: str | None
    """What stands in: `cache`, `static`, `function`, `ignore`, a callee, `outbox`; `None` where nothing does."""


class Down(Struct, frozen=True):
    """What becomes of a system while something is down."""

    component: Component
    entries: tuple[Outcome, ...]
    """Entries of journeys first, then the other operations that a public or partner API offers."""

    @property
    def failing(self) -> tuple[Outcome, ...]:
        return tuple(entry for entry in self.entries if entry.status == "fails")


class _Cause(Struct, frozen=True):
    """What comes next on the way to what is down, and what stands in for it."""

    following: str | None
    instead: str | None = None


Causes = dict[str, _Cause]
Calls = Mapping[str, tuple[Call, ...]]
"""By object path of the operation."""


def down(topology: Topology, availability: SystemAvailability, name: str) -> Down | None:
    """While the pods of a service, a store, an external system or the broker are down; `None` for an unknown name.

    `name` is an object path (`payments`, `payments.store`) or a name as shown (`payments-db`, `broker`).
    """
    component = availability.components.named(name)
    if component is None:
        return None
    calls = {
        operation.object_path: tuple(_calls(service, operation))
        for service in topology.services.values()
        for operation in service.operations
    }
    failing = _failing(component, calls, availability)
    degraded = _degraded(topology, component, calls, failing)
    entries = dict.fromkeys(entry for journey in topology.journeys.values() for entry in journey.entries)
    entries |= dict.fromkeys(_offered(topology))
    return Down(component, tuple(_outcome(topology, entry, failing, degraded) for entry in entries))


def _failing(component: Component, calls: Calls, availability: SystemAvailability) -> Causes:
    """What cannot do without the component: operations and external systems, each by a shortest way."""
    lost = {path for path in calls if component in availability.hard_closure(path)}
    found = {path: _Cause(component.object_path) for path in calls if component in availability.own(path)}
    if component.kind == "external":
        found[component.object_path] = _Cause(None)
    _go_up(found, calls, lost)
    return found


def _degraded(topology: Topology, component: Component, calls: Calls, failing: Causes) -> Causes:
    """Operations that answer although something that they ask fails, or that hold their events back."""
    found: Causes = {}
    for path, own in calls.items():
        lost = next((call for call in own if call.callee in failing), None)
        if path not in failing and lost is not None:
            found[path] = _Cause(lost.callee, _stand_in(lost))
    if component.kind == "broker":
        waiting = [path for path in _publishing(topology) if path not in failing]
        found |= {path: _Cause(component.object_path, "outbox") for path in waiting if path not in found}
    _go_up(found, calls, calls.keys() - failing.keys())
    return found


def _go_up(found: Causes, calls: Calls, affected: AbstractSet[str]) -> None:
    """From callee to caller, in breadth, as far as callers are affected."""
    callers: dict[str, list[str]] = {}
    for path, own in calls.items():
        for call in own:
            callers.setdefault(call.callee, []).append(path)
    waiting = deque(found)
    while waiting:
        callee = waiting.popleft()
        for caller in callers.get(callee, ()):
            if caller in affected and caller not in found:
                found[caller] = _Cause(callee)
                waiting.append(caller)


def _outcome(topology: Topology, entry: str, failing: Causes, degraded: Causes) -> Outcome:
    journeys = tuple(name for name, journey in topology.journeys.items() if entry in journey.entries)
    status: Status = "fails" if entry in failing else "degrades" if entry in degraded else "works"
    why, instead = _way(entry, degraded | failing)
    return Outcome(entry, status, journeys, why, instead)


def _way(entry: str, causes: Causes) -> tuple[tuple[str, ...], str | None]:
    """Object paths down to what is down, and the first thing that stands in on the way."""
    way: list[str] = []
    instead: str | None = None
    following: str | None = entry
    while following is not None and following in causes:
        way.append(following)
        cause = causes[following]
        instead = instead or cause.instead
        following = cause.following
    return (*way, *([following] if following is not None and way else [])), instead


def _stand_in(call: Call) -> str:
    """Only the requests of one version have no fallback then."""
    if call.fallback is None:
        return "other versions"
    return call.fallback.to or call.fallback.kind


def _calls(service: Service, operation: Operation) -> Iterator[Call]:
    yield from operation.calls
    for version in service.versions:
        if version.has_route:
            yield from version.calls.get(operation.name, ())


def _publishing(topology: Topology) -> Iterator[str]:
    """Operations whose events wait while the broker is down."""
    for service in topology.services.values():
        yield from (operation.object_path for operation in service.operations if operation.publishes)


def _offered(topology: Topology) -> Iterator[str]:
    for service in topology.services.values():
        if service.exposure != "internal":
            yield from (operation.object_path for operation in service.operations)
