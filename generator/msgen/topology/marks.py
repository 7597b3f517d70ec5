"""Data classes: which fields hold personal or card data, the fields of their types included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgen.design.types import EnumType, Field, ListType, MapType, NamedType, Scalar, Type
from msgen.topology.model import DataClass, NamedTypeDefinition

Types = Mapping[str, NamedTypeDefinition]
"""The named types of the context in which the fields stand."""


def data_classes(
    fields: Iterable[Field], types: Types, written: tuple[DataClass, ...] | None = None
) -> tuple[DataClass, ...]:
    """The written data classes, or else those that mark a field or a part of it."""
    if written is not None:
        return written
    found: set[DataClass] = set()
    waiting, seen = list(fields), set[str]()
    while waiting:
        item = waiting.pop()
        found |= {"pii"} if item.pii else set()
        found |= {"pci"} if item.pci else set()
        name = _named(item.type)
        if name is None or name in seen or name not in types:
            continue
        seen.add(name)
        definition = types[name]
        waiting += definition.fields
        if definition.alias is not None:
            waiting.append(Field(item.name, definition.alias))
    order: tuple[DataClass, ...] = ("pii", "pci")
    return tuple(name for name in order if name in found)


def _named(written: Type) -> str | None:
    match written:
        case NamedType(name=name):
            return name
        case ListType(item=inner) | MapType(value=inner):
            return _named(inner)
        case Scalar() | EnumType():
            return None
