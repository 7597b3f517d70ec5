"""Where fields are written, and in which context their types are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from msgen.design.api import Operation
from msgen.design.types import Field, ListType, MapType, NamedType, Type

from ..document import Path
from .scope import Scope


class TypeSite(Struct, frozen=True):
    """A type that is written somewhere."""

    path: Path
    context: str
    type: Type
    field: Field | None = None


def type_sites(scope: Scope) -> Iterator[TypeSite]:
    for name, context in (scope.design.contexts or {}).items():
        here: Path = ("contexts", name)
        for kind, definition in (context.types or {}).items():
            there = (*here, "types", kind)
            yield from _fields((*there, "fields"), name, definition.fields)
            if definition.alias is not None:
                yield TypeSite(there, name, definition.alias)
        for event, written in (context.events or {}).items():
            yield from _fields((*here, "events", event, "fields"), name, written.fields)
    for name, service in scope.design.services.items():
        context_name, here = scope.context_of(name), ("services", name)
        for aggregate, written_aggregate in (service.aggregates or {}).items():
            yield from _fields((*here, "aggregates", aggregate, "fields"), context_name, written_aggregate.fields)
        for model, view in (service.read_models or {}).items():
            yield from _fields((*here, "read_models", model, "fields"), context_name, view.fields)
        for operation, asked in ((service.api and service.api.operations) or {}).items():
            yield from _messages((*here, "api", "operations", operation), context_name, asked)
        yield from _fields((*here, "config"), context_name, service.config)


def named_types(written: Type) -> Iterator[tuple[NamedType, bool]]:
    """The named types in a type, and for each whether it is held directly: not by `?`, a list or a map."""
    direct = True
    while isinstance(written, ListType | MapType):
        written, direct = (written.item if isinstance(written, ListType) else written.value), False
    if isinstance(written, NamedType):
        yield written, direct and not written.optional


def _messages(here: Path, context: str, operation: Operation) -> Iterator[TypeSite]:
    for key, message in (("input", operation.input), ("output", operation.output)):
        if isinstance(message, dict):
            yield from _fields((*here, key), context, message)


def _fields(path: Path, context: str, fields: Mapping[str, Field] | None) -> Iterator[TypeSite]:
    for name, field in (fields or {}).items():
        yield TypeSite((*path, name), context, field.type, field)
