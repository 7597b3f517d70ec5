"""Blast radius: what part of the journeys is lost with a component (AVL06)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.availability import Component, SystemAvailability
from msgen.topology.model import Topology


class Blast(Struct, frozen=True):
    """What is lost while a component is down."""

    component: Component
    share: Decimal | None
    """Of the journeys' peak rates, weighted by criticality, between 0 and 1; `None` where no journey has a peak."""
    journeys: tuple[str, ...]
    """Those that fail, in the order of the spec."""


class BlastRadius(Struct, frozen=True):
    """The components of all journeys."""

    all: Mapping[str, Blast]
    """By object path of the component, the largest share first."""
    missing: tuple[str, ...]
    """Object paths of unknown peaks: `journeys.browse.peak`. Such a journey does not count."""

    def share(self, object_path: str) -> Decimal | None:
        """0 for a component that no journey needs."""
        known = self.all.get(object_path)
        return Decimal(0) if known is None else known.share


def blast_radius(topology: Topology, availability: SystemAvailability) -> BlastRadius:
    """A journey is lost where one of its entries cannot do without the component; rates are peaks with growth."""
    weights = {
        name: None if journey.rate is None else journey.rate * journey.weight
        for name, journey in topology.journeys.items()
    }
    lost: dict[Component, list[str]] = {}
    for name, journey in topology.journeys.items():
        for component in availability.of(*journey.entries).components:
            lost.setdefault(component, []).append(name)
    total = sum(weight for weight in weights.values() if weight is not None)
    blasts = [
        Blast(
            component,
            sum((weights[name] or Decimal(0) for name in names), Decimal(0)) / total if total else None,
            tuple(names),
        )
        for component, names in lost.items()
    ]
    blasts.sort(key=lambda blast: -(blast.share or Decimal(0)))
    missing = tuple(f"journeys.{name}.peak" for name, weight in weights.items() if weight is None)
    return BlastRadius({blast.component.object_path: blast for blast in blasts}, missing)
