"""What the names in the types of one service stand for: structures, enumerations and aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from msgen.design.naming import pascal_case
from msgen.design.python_names import class_name
from msgen.design.types import EnumType, Field, ListType, MapType, NamedType, Type
from msgen.topology.enumerations import InlineEnum, inline_enumerations
from msgen.topology.model import Service, Topology


class Structure(Struct, frozen=True):
    """A named type, an aggregate or a read model: a class in code, a component in a schema, a message."""

    name: str
    fields: tuple[Field, ...]
    description: str = ""


class Enumeration(Struct, frozen=True):
    name: str
    values: tuple[str, ...]
    description: str = ""


class Alias(Struct, frozen=True):
    """A name for one type expression; it stands wherever the name stands."""

    name: str
    type: Type
    recursive: bool
    """It holds itself, so that only its name can stand in its place."""


Definition = Structure | Enumeration | Alias


class Catalogue(Struct, frozen=True, dict=True):
    """Every definition that types of a service may name, by the name written in the spec."""

    definitions: Mapping[str, Definition]
    inline: Mapping[InlineEnum, str]
    """Names of the enumerations written in place."""

    @staticmethod
    def of_service(topology: Topology, service: Service) -> Catalogue:
        definitions = dict(_context_definitions(topology, service.context))
        for model in service.read_models:
            structure = Structure(pascal_case(model.name), model.fields)
            definitions[model.name] = definitions[structure.name] = structure
        return Catalogue(definitions, inline_enumerations(topology, service))

    @staticmethod
    def of_context(topology: Topology, context: str) -> Catalogue:
        return Catalogue(dict(_context_definitions(topology, context)), {})

    def definition(self, name: str) -> Definition:
        return self.definitions[name]

    def expand(self, written: Type) -> Type:
        """The type with aliases replaced: a name that is left is a structure, an enumeration or recursive."""
        match written:
            case NamedType(name=name, optional=optional):
                found = self.definitions[name]
                if not isinstance(found, Alias) or found.recursive:
                    return written
                meant = self.expand(found.type)
                return replace(meant, optional=True) if optional else meant
            case ListType(item=item):
                return replace(written, item=self.expand(item))
            case MapType(value=value):
                return replace(written, value=self.expand(value))
            case _:
                return written

    def component(self, name: str) -> str:
        """The name of a definition in code and contracts."""
        return class_name(self.definitions[name].name)

    def enumeration(self, field: str, enum: EnumType) -> str:
        """The name of an enumeration written in place at a field, or inside an alias (`field` is its name)."""
        return self.inline.get((field, enum.values)) or f"{pascal_case(field)}Value"

    def is_required(self, field: Field) -> bool:
        return field.default is None and not self.expand(field.type).optional

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """Each structure once, in the order of the spec."""
        found = (item for item in self.definitions.values() if isinstance(item, Structure))
        return tuple(dict.fromkeys(found))


def _context_definitions(topology: Topology, context: str) -> Iterator[tuple[str, Definition]]:
    types = topology.contexts[context].types
    for definition in types.values():
        match definition.alias:
            case None:
                yield definition.name, Structure(definition.name, definition.fields, definition.description)
            case EnumType(values=values, optional=False):
                yield definition.name, Enumeration(definition.name, values, definition.description)
            case alias:
                aliases = {name: other.alias for name, other in types.items() if other.alias}
                recursive = _reaches(definition.name, alias, aliases, frozenset())
                yield definition.name, Alias(definition.name, alias, recursive)
    for service in topology.services.values():
        if service.context == context:
            for aggregate in service.aggregates:
                yield aggregate.name, Structure(aggregate.name, aggregate.fields)


def _reaches(name: str, written: Type, aliases: Mapping[str, Type], seen: frozenset[str]) -> bool:
    match written:
        case NamedType(name=other):
            if other == name:
                return True
            return other in aliases and other not in seen and _reaches(
                name, aliases[other], aliases, seen | {other}
            )  # fmt: skip
        case ListType(item=inner) | MapType(value=inner):
            return _reaches(name, inner, aliases, seen)
        case _:
            return False
