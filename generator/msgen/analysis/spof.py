"""Single points of failure of critical journeys (AVL05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from msgen.analysis.availability import Component, SystemAvailability, stores_of
from msgen.analysis.separation import articulation_points
from msgen.topology.model import Topology

Reason = Literal["one pod", "one replica", "articulation point"]


class SinglePoint(Struct, frozen=True):
    """A component that a critical journey cannot do without, and of which there is too little."""

    component: Component
    reasons: tuple[Reason, ...]
    """`one replica` of a store; of a service `one pod`, and whether its hard graph falls apart without it."""
    journeys: tuple[str, ...]
    """The critical journeys that fail with it, in the order of the spec."""


def single_points(topology: Topology, availability: SystemAvailability) -> tuple[SinglePoint, ...]:
    """Stores of one replica and services of one pod, in the hard closure of journeys of criticality `high`."""
    replicas = _replicas(topology, availability)
    found: dict[Component, list[str]] = {}
    joints: set[str] = set()
    for name, journey in topology.journeys.items():
        if journey.criticality != "high":
            continue
        components = availability.hard_closure(*journey.entries)
        joints |= articulation_points(_hard_graph(topology, availability, name, components))
        for component in sorted(components, key=lambda item: item.object_path):
            if replicas.get(component.object_path) == 1:
                found.setdefault(component, []).append(name)
    return tuple(
        SinglePoint(component, tuple(_reasons(component, joints)), tuple(journeys))
        for component, journeys in found.items()
    )


def _reasons(component: Component, joints: set[str]) -> list[Reason]:
    if component.kind == "store":
        return ["one replica"]
    return ["one pod", "articulation point"] if component.object_path in joints else ["one pod"]


def _replicas(topology: Topology, availability: SystemAvailability) -> Mapping[str, int]:
    """The least number of pods, and the copies of a store (of a shared one the fewest), by object path."""
    found: dict[str, int] = {}
    for service in topology.services.values():
        found[service.name] = service.scaling.minimum
        for place, store in stores_of(service):
            path = availability.components.stores[place]
            found[path] = min(store.replicas, found.get(path, store.replicas))
    return found


def _hard_graph(
    topology: Topology, availability: SystemAvailability, journey: str, components: frozenset[Component]
) -> Mapping[str, tuple[str, ...]]:
    """The journey, the services that it needs, and their stores and externals: who needs whom directly."""
    inside = {component.object_path for component in components}
    links: dict[str, dict[str, None]] = {}
    root = topology.journeys[journey].object_path
    for entry in topology.journeys[journey].entries:
        links.setdefault(root, {})[entry.partition(".")[0]] = None
    for service in topology.services.values():
        if service.name not in inside:
            continue
        own = links.setdefault(service.name, {})
        for operation in service.operations:
            targets = [call.target for call in operation.calls if call.is_hard]
            stores = [item.object_path for item in availability.own(operation.object_path)]
            own |= dict.fromkeys(path for path in (*stores, *targets) if path in inside and path != service.name)
    return {node: tuple(sorted(following)) for node, following in links.items()}
