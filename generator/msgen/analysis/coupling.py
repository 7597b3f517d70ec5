"""How much services and teams depend on each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from msgen.analysis.calls import Calls
from msgen.topology.model import Topology

Kind = Literal["hard call", "soft call", "saga step", "event"]


class Dependency(Struct, frozen=True):
    """One way in which a service depends on another service or on an external system."""

    of: str
    on: str
    kind: Kind


class Coupling(Struct, frozen=True):
    """Of one service; several calls to one other service count once."""

    service: str
    afferent: int
    """Ca: services that depend on it by calls, saga steps or its events."""
    efferent: int
    """Ce: services and external systems on which it depends."""
    calls: int
    """Synchronous calls that lead out of it."""
    saga_steps: int
    """Steps in other services of the sagas that it coordinates."""
    messages: int
    """Subscriptions to events of other services, by publisher."""

    @property
    def instability(self) -> float:
        """I = Ce / (Ca + Ce): 0 for what everybody stands on, 1 for what nobody needs; 0 where there is neither."""
        both = self.afferent + self.efferent
        return self.efferent / both if both else 0.0

    @property
    def synchronous_share(self) -> float:
        """Calls among everything that leads out of it; 0 where nothing does."""
        together = self.calls + self.saga_steps + self.messages
        return self.calls / together if together else 0.0


class TeamCoupling(Struct, frozen=True):
    """Calls and saga steps of a team's services."""

    team: str
    inside: int
    outside: Mapping[str, int]
    """By the other team."""


def dependencies(topology: Topology, calls: Calls) -> tuple[Dependency, ...]:
    """Every call site, saga step and subscription between two services, and every call to an external system."""
    return tuple(found for found in _dependencies(topology, calls) if found.of != found.on)


def couplings(topology: Topology, found: tuple[Dependency, ...]) -> Mapping[str, Coupling]:
    """Of every service, by name."""
    users: dict[str, set[str]] = {name: set() for name in topology.services}
    used: dict[str, set[str]] = {name: set() for name in topology.services}
    kinds: dict[str, Counter[str]] = {name: Counter() for name in topology.services}
    for item in found:
        used[item.of].add(item.on)
        kinds[item.of][item.kind] += 1
        if item.on in users:
            users[item.on].add(item.of)
    return {
        name: Coupling(
            service=name,
            afferent=len(users[name]),
            efferent=len(used[name]),
            calls=kinds[name]["hard call"] + kinds[name]["soft call"],
            saga_steps=kinds[name]["saga step"],
            messages=kinds[name]["event"],
        )
        for name in topology.services
    }


def hard_share(topology: Topology, found: tuple[Dependency, ...]) -> float | None:
    """Synchronous calls without a fallback among everything between services (COM06); `None` where nothing is."""
    between = [item.kind for item in found if item.on in topology.services]
    return between.count("hard call") / len(between) if between else None


def team_couplings(topology: Topology, calls: Calls) -> Mapping[str, TeamCoupling]:
    """Of every team that owns a service; services without an owner are left out (BND12)."""
    owner = {name: service.owner for name, service in topology.services.items()}
    inside: Counter[str] = Counter()
    outside: dict[str, Counter[str]] = {name: Counter() for name in owner.values() if name is not None}
    for item in _dependencies(topology, calls):
        team, other = owner.get(item.of), owner.get(item.on)
        if item.kind == "event" or team is None or other is None:
            continue
        if team == other:
            inside[team] += 1
        else:
            outside[team][other] += 1
    return {team: TeamCoupling(team, inside[team], dict(sorted(outside[team].items()))) for team in sorted(outside)}


def _dependencies(topology: Topology, calls: Calls) -> Iterator[Dependency]:
    """Calls and saga steps inside one service among them."""
    for site in calls.sites:
        yield Dependency(site.service, site.call.target, "hard call" if site.is_hard else "soft call")
    for saga in topology.sagas.values():
        for step in saga.steps if saga.coordinator else ():
            yield Dependency(saga.coordinator or "", step.do.partition(".")[0], "saga step")
    publishers: dict[str, list[str]] = {}
    for service in topology.services.values():
        for event in service.publishes:
            publishers.setdefault(event, []).append(service.name)
    for service in topology.services.values():
        heard = dict.fromkeys(subscription.event for subscription in service.subscriptions)
        for publisher in (name for event in heard for name in publishers.get(event, ())):
            yield Dependency(service.name, publisher, "event")
