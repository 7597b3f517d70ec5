"""Which Python class a type of the spec is, seen from one contract: a service's own, or one it consumes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from msgen.design.naming import pascal_case
from msgen.design.python_names import class_name
from msgen.design.types import EnumType, Field, ListType, MapType, NamedType, Type
from msgen.topology.enumerations import InlineEnum, event_enumerations, inline_enumerations
from msgen.topology.model import Context, Service, Topology


class ClassRef(Struct, frozen=True):
    """A class of the generated package: its module below the package (`domain._gen.types`) and its name."""

    module: str
    name: str


class StructType(Struct, frozen=True):
    """A type with fields."""

    ref: ClassRef
    fields: tuple[Field, ...]
    description: str = ""


class Scope(Struct, frozen=True):
    """The types of one contract as one module of the generated package defines them.

    `types_module` holds the named types and the enumerations, `aggregates_module` the aggregates as callers see
    them.
    """

    structs: Mapping[str, StructType]
    aliases: Mapping[str, Type]
    named_enums: Mapping[str, tuple[str, ...]]
    inline_enums: Mapping[InlineEnum, str]
    types_module: str
    enum_descriptions: Mapping[str, str] = field(default_factory=dict)
    """What the spec says of a named enumeration."""

    def resolved(self, written: Type) -> Type:
        """The type that an alias stands for; a named enumeration stays a name."""
        optional = written.optional
        seen: set[str] = set()
        while isinstance(written, NamedType) and written.name in self.aliases and written.name not in seen:
            seen.add(written.name)
            written = self.aliases[written.name]
            optional = optional or written.optional
        return with_optional(written, optional)

    def enum(self, written: Type, field_name: str) -> tuple[ClassRef, tuple[str, ...]] | None:
        """The enumeration class that a resolved type is, with its values; `None` for any other type."""
        if isinstance(written, EnumType):
            name = self.inline_enums.get((field_name, written.values))
            return (ClassRef(self.types_module, class_name(name)), written.values) if name else None
        if isinstance(written, NamedType) and written.name in self.named_enums:
            return ClassRef(self.types_module, class_name(written.name)), self.named_enums[written.name]
        return None

    def struct(self, written: Type) -> StructType | None:
        return self.structs.get(written.name) if isinstance(written, NamedType) else None


def own_scope(topology: Topology, service: Service) -> Scope:
    """The service's own types: named types in `domain._gen.types`, aggregates as messages in `app.messages`."""
    return _scope(topology, service, "domain._gen.types", "app.messages")


def consumed_scope(topology: Topology, service: Service, module: str) -> Scope:
    """The types of a dependency's contract, all in the one module that mirrors it."""
    return _scope(topology, service, module, module)


def events_scope(topology: Topology, context: str, module: str) -> Scope:
    """The types of a context's events, all in the one module that mirrors them, whoever publishes them."""
    written = topology.contexts[context]
    structs, aliases, enums = _named_types(written, module)
    for service in topology.services.values():
        if service.context == context:
            _add_rows(structs, service, module)
    return Scope(structs, aliases, enums, event_enumerations(written), module, _descriptions(written))


def _scope(topology: Topology, service: Service, types_module: str, aggregates_module: str) -> Scope:
    context = topology.contexts[service.context]
    structs, aliases, enums = _named_types(context, types_module)
    _add_rows(structs, service, aggregates_module)
    inline = inline_enumerations(topology, service)
    return Scope(structs, aliases, enums, inline, types_module, _descriptions(context))


def _descriptions(context: Context) -> dict[str, str]:
    return {name: definition.description for name, definition in context.types.items() if definition.description}


def _named_types(
    context: Context, types_module: str
) -> tuple[dict[str, StructType], dict[str, Type], dict[str, tuple[str, ...]]]:
    """The types with fields, the aliases and the enumerations of a context."""
    structs: dict[str, StructType] = {}
    aliases: dict[str, Type] = {}
    enums: dict[str, tuple[str, ...]] = {}
    for definition in context.types.values():
        if definition.alias is None:
            structs[definition.name] = StructType(
                ClassRef(types_module, class_name(definition.name)), definition.fields, definition.description
            )
        elif isinstance(definition.alias, EnumType):
            enums[definition.name] = definition.alias.values
        else:
            aliases[definition.name] = definition.alias
    return structs, aliases, enums


def _add_rows(structs: dict[str, StructType], service: Service, module: str) -> None:
    """The aggregates and read models of a service as messages hold them."""
    for aggregate in service.aggregates:
        structs.setdefault(aggregate.name, StructType(ClassRef(module, class_name(aggregate.name)), aggregate.fields))
    for model in service.read_models:
        name = pascal_case(model.name)
        structs.setdefault(name, StructType(ClassRef(module, class_name(name)), model.fields))


def with_optional(written: Type, optional: bool) -> Type:
    """The same type, optional or not."""
    if written.optional == optional:
        return written
    match written:
        case NamedType(name=name):
            return NamedType(name, optional)
        case EnumType(values=values):
            return EnumType(values, optional)
        case ListType(item=item):
            return ListType(item, optional)
        case MapType(value=value):
            return MapType(value, optional)
        case scalar:
            return type(scalar)(scalar.kind, scalar.bounds, optional)


def names_in(fields: Iterable[Field], scope: Scope) -> tuple[str, ...]:
    """The named types that the fields need, directly and through other types, sorted by name."""
    found: set[str] = set()
    waiting = [field.type for field in fields]
    while waiting:
        match waiting.pop():
            case ListType(item=inner) | MapType(value=inner):
                waiting.append(inner)
            case NamedType(name=name) if name not in found:
                found.add(name)
                if name in scope.structs:
                    waiting.extend(field.type for field in scope.structs[name].fields)
                elif name in scope.aliases:
                    waiting.append(scope.aliases[name])
            case _:
                pass
    return tuple(sorted(found))
