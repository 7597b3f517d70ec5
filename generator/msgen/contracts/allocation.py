"""Numbers for everything that the proto files of a system declare."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from msgen.contracts.numbers import Entry, Numbers, extended, renamed
from msgen.contracts.protobuf.build import proto_shape
from msgen.topology.model import Topology


def allocate(topology: Topology, numbers: Numbers, renames: Mapping[str, str] | None = None) -> Numbers:
    """The numbers with those that the topology needs added; nothing is renumbered or forgotten.

    `renames` maps old to new: services (`billing`: `payments`), messages (`orders.Order`: `orders.Purchase`) and,
    where the old numbers alone would not tell, fields (`orders.Order.from`: `orders.Purchase.to`).
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
    return replace(known, owners=dict(sorted(owners.items())))
