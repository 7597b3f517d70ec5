"""Numbers for everything that the proto files of a system declare."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from msgen.contracts.events import durable, stream_name
from msgen.contracts.numbers import Entry, Numbers, extended, renamed
from msgen.contracts.protobuf.build import proto_shape
from msgen.topology.model import Topology


def allocate(topology: Topology, numbers: Numbers, renames: Mapping[str, str] | None = None) -> Numbers:
    """The numbers with those that the topology needs added; nothing is renumbered or forgotten.

    `renames` maps old to new: services (`billing`: `payments`), messages (`orders.Order`: `orders.Purchase`), where
    the old numbers alone would not tell, fields (`orders.Order.from`: `orders.Purchase.to`), and the names of streams
    and durables, which keep their first ones.
    """
    renames = renames or {}
    known = renamed(numbers, renames)
    certain = frozenset(renames.values())
    owners: dict[str, tuple[Entry, ...]] = {owner: extended(entries, ()) for owner, entries in known.owners.items()}
    for service in topology.services.values():
        if not service.speaks("grpc"):
            continue
        for name, fields in proto_shape(topology, service).numbered():
            if fields:
                owner = f"{service.name}.{name}"
                renamed_now = {field for field, _ in fields if f"{owner}.{field}" in certain}
                owners[owner] = extended(known.of(service.name, name), fields, renamed_now)
    first_names = _first_names(topology, known.first_names, renames)
    return replace(known, owners=dict(sorted(owners.items())), first_names=first_names)


def _first_names(topology: Topology, known: Mapping[str, str], renames: Mapping[str, str]) -> dict[str, str]:
    """Streams and durables by the names that they would have now; what is gone is forgotten."""
    moved = {new: known.get(old, old) for old, new in renames.items()}
    found = ((name, moved.get(name) or (None if name in renames else known.get(name))) for name in _positions(topology))
    return {name: first for name, first in sorted(found) if first not in (None, name)}


def _positions(topology: Topology) -> set[str]:
    """Every name under which the broker keeps a position."""
    names = {stream_name(topology.name, context) for context in topology.contexts}
    for service in topology.services.values():
        for subscription in service.subscriptions:
            names.add(durable(service, subscription, topology.event(subscription.event)))
    return names
