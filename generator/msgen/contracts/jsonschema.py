"""JSON schemas (2020-12) of types and structures, as the models of a generated service would show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from msgen.contracts.catalogue import Alias, Catalogue, Enumeration, Structure
from msgen.contracts.literals import json_value, shown_default
from msgen.contracts.scalars import Schema, money_schema, scalar_schema
from msgen.design.types import EnumType, Field, ListType, MapType, NamedType, Scalar, Type

MONEY = "Money"


class SchemaBook(Struct):
    """Builds schemas and gathers the components that they refer to."""

    catalogue: Catalogue
    prefix: str = "#/components/schemas/"
    names_inline_enums: bool = True
    """An enumeration written in place is a component of its own; else it stands where it is used."""
    components: dict[str, Schema] = field(default_factory=dict)

    def of_fields(self, fields: Sequence[Field], description: str = "") -> Schema:
        """The schema of an object, in place."""
        required = [item.name for item in fields if self.catalogue.is_required(item)]
        return {
            "type": "object",
            **({"description": description} if description else {}),
            "properties": {item.name: self.of_field(item) for item in fields},
            **({"required": required} if required else {}),
        }

    def of_field(self, item: Field) -> Schema:
        """The schema of a property or parameter with its description, example and default."""
        return self._described(self.of_type(item.type, item.name), item)

    def of_json_text(self, item: Field) -> Schema:
        """The schema of a parameter that holds JSON text; an optional one is just left out."""
        text: Schema = {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": self._of_value(item.type, item.name),
        }
        return self._described(text, item)

    def _described(self, schema: Schema, item: Field) -> Schema:
        if item.description:
            schema["description"] = item.description
        if item.example is not None:
            schema["examples"] = [json_value(item.example, self.catalogue.expand(item.type))]
        default = shown_default(item, self.catalogue)
        if default is not None:
            schema["default"] = default
        return schema

    def of_type(self, written: Type, owner: str) -> Schema:
        """The schema of a type; `owner` is the field or the alias that an enumeration in place belongs to."""
        schema = self._of_value(written, owner)
        if self.catalogue.expand(written).optional:
            return {"anyOf": [schema, {"type": "null"}]}
        return schema

    def add(self, name: str, build: Callable[[], Schema]) -> Schema:
        """A reference to the component, which is built unless it is there or is just being built."""
        if name not in self.components:
            self.components[name] = {}
            self.components[name] = build()
        return {"$ref": f"{self.prefix}{name}"}

    def _of_value(self, written: Type, owner: str) -> Schema:
        match written:
            case Scalar(kind="money"):
                return self.add(MONEY, money_schema)
            case Scalar():
                return scalar_schema(written)
            case EnumType(values=values):
                return self._enum_in_place(written, values, owner)
            case ListType(item=item):
                return {"type": "array", "items": self.of_type(item, owner)}
            case MapType(value=value):
                return {
                    "type": "object",
                    "additionalProperties": self.of_type(value, owner) or True,
                    "propertyNames": {"pattern": r"^[^\x00]*$"},
                }
            case NamedType(name=name):
                return self._named(name)

    def _enum_in_place(self, written: EnumType, values: tuple[str, ...], owner: str) -> Schema:
        schema = {"type": "string", "enum": list(values)}
        if not self.names_inline_enums:
            return schema
        return self.add(self.catalogue.enumeration(owner, written), lambda: schema)

    def _named(self, name: str) -> Schema:
        match self.catalogue.definition(name):
            case Structure(fields=fields, description=description):
                return self.add(self.catalogue.component(name), lambda: self.of_fields(fields, description))
            case Enumeration(values=values, description=description):
                return self.add(self.catalogue.component(name), lambda: _enumeration(values, description))
            case Alias(type=meant, recursive=True):
                return self.add(self.catalogue.component(name), lambda: self.of_type(meant, name))
            case Alias(type=meant):
                return self._of_value(meant, name)


def _enumeration(values: Sequence[str], description: str) -> Schema:
    schema: dict[str, Any] = {"type": "string", "enum": list(values)}
    return {**schema, "description": description} if description else schema
