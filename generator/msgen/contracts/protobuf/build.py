"""From a service to the declarations of its proto file."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from msgen.contracts.catalogue import Alias, Catalogue, Enumeration, Structure
from msgen.contracts.messages import request_fields, response_fields
from msgen.contracts.protobuf.names import (
    field_name,
    message_name,
    proto_package,
    service_name,
    type_name,
)
from msgen.contracts.protobuf.shape import (
    Label,
    ProtoEnum,
    ProtoField,
    ProtoMessage,
    ProtoMethod,
    ProtoShape,
)
from msgen.design.types import EnumType, Field, ListType, MapType, NamedType, Scalar, ScalarKind, Type
from msgen.topology.model import Operation, Service, Topology

_SCALARS: Mapping[ScalarKind, str] = {
    "string": "string",
    "int": "int64",
    "float": "double",
    "decimal": "string",
    "bool": "bool",
    "uuid": "string",
    "date": "string",
    "datetime": "google.protobuf.Timestamp",
    "duration": "google.protobuf.Duration",
    "bytes": "bytes",
    "json": "google.protobuf.Value",
    "email": "string",
    "url": "string",
    "money": "Money",
}
_IMPORTS: Mapping[str, str] = {
    "google.protobuf.Duration": "google/protobuf/duration.proto",
    "google.protobuf.Timestamp": "google/protobuf/timestamp.proto",
    "google.protobuf.Value": "google/protobuf/struct.proto",
}
_MESSAGE_KINDS = ("datetime", "duration", "json", "money")
_MONEY_FIELDS = (Field("amount", Scalar("decimal")), Field("currency", Scalar("string")))


def proto_shape(topology: Topology, service: Service) -> ProtoShape:
    """The declarations of a service's proto file."""
    builder = _Builder(Catalogue.of_service(topology, service))
    methods: list[ProtoMethod] = []
    own: list[ProtoMessage] = []
    for operation in service.operations:
        method = _method(operation)
        methods.append(method)
        own.append(builder.message(method.request, request_fields(operation)))
        own.append(builder.message(method.response, response_fields(operation)))
    return ProtoShape(
        package=proto_package(topology, service),
        service=service_name(service),
        description=service.description,
        methods=tuple(methods),
        messages=(*own, *(builder.messages[name] for name in sorted(builder.messages))),
        enums=tuple(builder.enums[name] for name in sorted(builder.enums)),
        imports=tuple(sorted(builder.imports)),
    )


def _method(operation: Operation) -> ProtoMethod:
    name = message_name(operation.name)
    return ProtoMethod(name, f"{name}Request", f"{name}Response", operation.description)


class _Builder(Struct):
    """Turns types into proto types, and gathers the declarations that they need."""

    catalogue: Catalogue
    messages: dict[str, ProtoMessage] = field(default_factory=dict)
    enums: dict[str, ProtoEnum] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)

    def message(self, name: str, fields: tuple[Field, ...], description: str = "") -> ProtoMessage:
        return ProtoMessage(name, tuple(self._field(item) for item in fields), description)

    def _field(self, item: Field, owner: str = "") -> ProtoField:
        owner = owner or item.name
        meant = self.catalogue.expand(item.type)
        label: Label = ""
        match meant:
            case ListType(item=inner):
                label = "repeated"
                text = self._element(inner, owner)
            case MapType(value=inner):
                text = f"map<string, {self._element(inner, owner)}>"
            case _:
                may_be_absent = meant.optional or item.default is not None
                label = "optional" if may_be_absent and self._lacks_presence(meant) else ""
                text = self._single(item.type, owner)
        return ProtoField(field_name(item.name), text, label, item)

    def _lacks_presence(self, meant: Type) -> bool:
        """A field of a message can be absent anyway; for anything else `optional` must say so."""
        match meant:
            case Scalar(kind=kind):
                return kind not in _MESSAGE_KINDS
            case NamedType(name=name):
                return isinstance(self.catalogue.definition(name), Enumeration)
            case _:
                return isinstance(meant, EnumType)

    def _element(self, written: Type, owner: str) -> str:
        """An element of a list or map, which can be neither absent nor a list or map itself."""
        meant = self.catalogue.expand(written)
        if meant.optional:
            return self._wrapper(written, owner, "value")
        if isinstance(meant, ListType | MapType):
            return self._wrapper(written, owner, "items")
        return self._single(written, owner)

    def _wrapper(self, written: Type, owner: str, field_of_wrapper: str) -> str:
        name = self._wrapper_name(written, owner)
        if name not in self.messages:
            inside = self._field(Field(field_of_wrapper, written), owner)
            self.messages[name] = ProtoMessage(name, (inside,), is_fixed=True)
        return name

    def _wrapper_name(self, written: Type, owner: str) -> str:
        meant = self.catalogue.expand(written)
        match meant:
            case ListType(item=inner):
                name = f"{self._wrapper_name(inner, owner)}List"
            case MapType(value=inner):
                name = f"{self._wrapper_name(inner, owner)}Map"
            case Scalar(kind=kind):
                name = kind.capitalize()
            case _:
                name = self._single(written, owner)
        return f"Optional{name}" if meant.optional else name

    def _single(self, written: Type, owner: str) -> str:
        match written:
            case Scalar(kind=kind):
                return self._scalar(kind)
            case EnumType(values=values):
                return self._enum(Enumeration(self.catalogue.enumeration(owner, written), values))
            case NamedType(name=name):
                return self._named(name)
            case _:
                raise AssertionError("lists and maps are no single values")

    def _scalar(self, kind: ScalarKind) -> str:
        text = _SCALARS[kind]
        if kind == "money" and text not in self.messages:
            self.messages[text] = ProtoMessage(
                text,
                tuple(self._field(item) for item in _MONEY_FIELDS),
                "An amount in one currency (ISO 4217).",
                is_fixed=True,
            )
        if text in _IMPORTS:
            self.imports.add(_IMPORTS[text])
        return text

    def _enum(self, enum: Enumeration) -> str:
        name = type_name(enum.name)
        self.enums[name] = ProtoEnum(name, enum.values, enum.description)
        return name

    def _named(self, name: str) -> str:
        match self.catalogue.definition(name):
            case Structure() as structure:
                return self._structure(structure)
            case Enumeration() as enum:
                return self._enum(enum)
            case Alias(recursive=True) as alias:
                return self._recursive(alias)
            case Alias(type=meant):
                return self._single(meant, name)

    def _structure(self, structure: Structure) -> str:
        name = type_name(structure.name)
        if name not in self.messages:
            self.messages[name] = ProtoMessage(name, ())
            self.messages[name] = self.message(name, structure.fields, structure.description)
        return name

    def _recursive(self, alias: Alias) -> str:
        """A list or map that holds itself needs a message to stop at."""
        name = type_name(alias.name)
        if name not in self.messages:
            self.messages[name] = ProtoMessage(name, ())
            inside = self._field(Field("items", alias.type), alias.name)
            self.messages[name] = ProtoMessage(name, (inside,), is_fixed=True)
        return name
