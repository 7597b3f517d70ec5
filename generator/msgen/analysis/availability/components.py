"""What can be down: the pods of a service, a store, an external system, the broker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from msgen.topology.model import Service, Store, Topology

BROKER = "platform.broker"


class Component(Struct, frozen=True):
    """Something that is up or down as a whole."""

    kind: Literal["pods", "store", "external", "broker"]
    name: str
    """As shown: `payments`, `payments-db`, `psp`, `broker`."""
    object_path: str
    """`payments`, `payments.store`, `psp`, `platform.broker`; of a shared store its first owner's."""
    availability: Decimal | None
    """In percent; `None` where nobody said."""
    is_assumed: bool = False
    """Its availability is one that nobody gave."""

    @property
    def source(self) -> str:
        """The object path of its availability."""
        return f"{self.object_path}.availability"

    @property
    def minutes(self) -> Decimal | None:
        """Minutes in 30 days in which it is down."""
        return None if self.availability is None else minutes_lost(self.availability)


def minutes_lost(availability: Decimal) -> Decimal:
    """Minutes in 30 days that an availability in percent leaves out."""
    return (100 - availability) / 100 * 43_200


class Components(Struct, frozen=True):
    """Every component of a system."""

    all: Mapping[str, Component]
    """By object path, in the order of the spec: services with their stores, externals, the broker."""
    stores: Mapping[str, str]
    """The component of each store, by the object path of its place; stores of one name are one component."""

    def named(self, name: str) -> Component | None:
        """By object path, by the place of a shared store, or by the name shown."""
        found = self.all.get(self.stores.get(name, name))
        return found or next((item for item in self.all.values() if item.name == name), None)


def all_components(topology: Topology) -> Components:
    """The components of a topology."""
    found: dict[str, Component] = {}
    stores: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for service in topology.services.values():
        found[service.name] = _component(topology, "pods", service.name, service.name, service.availability)
        for place, store in stores_of(service):
            known = by_name.setdefault(store.name, place)
            stores[place] = known
            if known == place or found[known].availability != store.availability:
                found[known] = _store(topology, known, store, found.get(known))
    for external in topology.externals.values():
        found[external.name] = _component(topology, "external", external.name, external.name, external.availability)
    found[BROKER] = Component("broker", "broker", BROKER, None)
    return Components(found, stores)


def stores_of(service: Service) -> Iterator[tuple[str, Store]]:
    """The service's stores with their object paths: its own, and those of its read models."""
    if service.store.exists:
        yield f"{service.name}.store", service.store
    for model in service.read_models:
        if model.store.exists:
            yield f"{service.name}.read_models.{model.name}.store", model.store


def _store(topology: Topology, path: str, store: Store, known: Component | None) -> Component:
    """Where two places say different things of one store, the worse holds."""
    worse = (
        store.availability
        if known is None or known.availability is None
        else min(known.availability, store.availability)
    )
    return _component(topology, "store", _shown(store.name), path, worse)


def _component(
    topology: Topology,
    kind: Literal["pods", "store", "external", "broker"],
    name: str,
    path: str,
    availability: Decimal | None,
) -> Component:
    return Component(kind, name, path, availability, topology.is_assumed(f"{path}.availability"))


def _shown(store: str) -> str:
    return store if store.endswith("-db") else f"{store}-db"
