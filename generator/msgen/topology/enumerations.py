"""Names for enumerations that the spec writes in place, one per service and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.design.naming import pascal_case
from msgen.design.types import EnumType, Field, ListType, MapType, Type
from msgen.topology.model import Context, Service, Topology

InlineEnum = tuple[str, tuple[str, ...]]
"""What identifies an enumeration written in place: the name of its field and its values."""


def inline_enumerations(topology: Topology, service: Service) -> Mapping[InlineEnum, str]:
    """The name of each enumeration written in place: `<Owner><Field>`, after the first owner in the service.

    Owners are, in this order, the named types of the context, the aggregates, the read models, the events of the
    context and the operations; the same field with the same values is one enumeration.
    """
    context = topology.contexts[service.context]
    taken = {*context.types, *(aggregate.name for aggregate in service.aggregates), *context.events}
    return _named(_owned_fields(topology, service), taken)


def event_enumerations(context: Context) -> Mapping[InlineEnum, str]:
    """The same for those who only hear the events of a context, whoever publishes them."""
    return _named(_context_fields(context), {*context.types, *context.events})


def _named(owned: Iterator[tuple[str, Field]], taken: set[str]) -> Mapping[InlineEnum, str]:
    names: dict[InlineEnum, str] = {}
    for owner, field in owned:
        enum = enum_in(field.type)
        if enum is None or (field.name, enum.values) in names:
            continue
        name = f"{owner}{pascal_case(field.name)}"
        while name in taken:
            name += "Value"
        taken.add(name)
        names[field.name, enum.values] = name
    return names


def enum_in(written: Type) -> EnumType | None:
    """The enumeration inside a type: itself, or the one its list or map holds."""
    match written:
        case EnumType():
            return written
        case ListType(item=inner) | MapType(value=inner):
            return enum_in(inner)
        case _:
            return None


def _context_fields(context: Context) -> Iterator[tuple[str, Field]]:
    for definition in context.types.values():
        yield from ((definition.name, field) for field in definition.fields)
    for event in context.events.values():
        yield from ((event.name, field) for field in event.fields)


def _owned_fields(topology: Topology, service: Service) -> Iterator[tuple[str, Field]]:
    context = topology.contexts[service.context]
    for definition in context.types.values():
        yield from ((definition.name, field) for field in definition.fields)
    for aggregate in service.aggregates:
        yield from ((aggregate.name, field) for field in aggregate.fields)
    for model in service.read_models:
        yield from ((pascal_case(model.name), field) for field in model.fields)
    for event in context.events.values():
        yield from ((event.name, field) for field in event.fields)
    for operation in service.operations:
        yield from ((operation.name, field) for field in operation.input.fields)
        yield from ((operation.name, field) for field in operation.output.fields)
