"""Renames as the numbers of proto fields know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.contracts.protobuf.build import proto_shape
from msgen.contracts.protobuf.names import message_name, type_name
from msgen.merging.renaming.renames import Renames
from msgen.merging.renaming.vocabulary import vocabulary
from msgen.topology.model import Service, Topology


def message_renames(renames: Renames, topology: Topology) -> dict[str, str]:
    """Old to new: services (`billing`), their messages and enumerations (`billing.Order`), and fields of these."""
    found = dict(renames.services)
    for service in topology.services.values() if renames else ():
        if service.speaks("grpc"):
            found.update(_of_service(renames, topology, service))
    return found


def _of_service(renames: Renames, topology: Topology, service: Service) -> Iterator[tuple[str, str]]:
    was = renames.service_was(service.name)
    before = [owner.partition(".")[2] for owner in renames.before.get("numbers", {}) if owner.startswith(f"{was}.")]
    now = [name for name, _ in proto_shape(topology, service).numbered()]
    matched = vocabulary(renames, f"services.{service.name}", f"contexts.{service.context}").matched(before, now)
    fields = dict(_fields(renames, service))
    for old in before:
        new = matched.get(old, old)
        if (was, old) != (service.name, new):
            yield f"{was}.{old}", f"{service.name}.{new}"
        for field, renamed in fields.get(new, {}).items():
            yield f"{was}.{old}.{field}", f"{service.name}.{new}.{renamed}"


def _fields(renames: Renames, service: Service) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The fields that changed their names, by the message that holds them."""
    inside, around = renames.of(service.name), renames.of_context(service.context)
    yield from ((type_name(name), fields) for name, fields in around.fields.items())
    yield from ((type_name(name), fields) for name, fields in inside.fields.items())
    yield from ((f"{message_name(name)}Request", fields) for name, fields in inside.inputs.items())
    yield from ((f"{message_name(name)}Response", fields) for name, fields in inside.outputs.items())
