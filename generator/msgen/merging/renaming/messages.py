"""Renames as the numbers of proto fields know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.contracts.events import durable_name, stream_name
from msgen.contracts.protobuf.build import proto_shape
from msgen.contracts.protobuf.names import message_name, type_name
from msgen.merging.renaming.renames import Renames, old_name
from msgen.merging.renaming.vocabulary import vocabulary
from msgen.topology.model import Service, Topology


def message_renames(renames: Renames, topology: Topology) -> dict[str, str]:
    """Old to new: services (`billing`), their messages and enumerations (`billing.Order`), fields of these, and
    the streams and durables that have their names from contexts, services and events.
    """
    found = dict(renames.services)
    found.update(_positions(renames, topology))
    for service in topology.services.values() if renames else ():
        if service.speaks("grpc"):
            found.update(_of_service(renames, topology, service))
    return found


def _positions(renames: Renames, topology: Topology) -> Iterator[tuple[str, str]]:
    system = topology.name
    yield from ((stream_name(system, old), stream_name(system, new)) for old, new in renames.contexts.items())
    for service in topology.services.values():
        was = renames.service_was(service.name)
        for subscription in service.subscriptions if was is not None else ():
            event = topology.event(subscription.event)
            events = renames.of_context(event.context).events
            name = old_name(event.name, events)
            if was is not None and name is not None and (was, name) != (service.name, event.name):
                old = durable_name(was, subscription.read_model, name, event.version)
                yield old, durable_name(service.name, subscription.read_model, event.name, event.version)


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
