"""Maps of fields, named types and messages as they are written."""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field as Key
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .base import SpecModel, without_own_keys
from .names import TYPE_NAME, ConfigKey, FieldName, TypeName
from .problems import problem, quoted
from .type_errors import TypeExpressionError
from .type_expressions import parse_field, parse_type
from .types import Field, Type
from .values import Text, Value

UNKNOWN = "unknown"
"""An input or output of which no schema is known."""

_SCALAR = "string|int|float|decimal|bool|uuid|date|datetime|duration|bytes|json|email|url|money"
_BASE = rf"(enum|list|map)\(.+\)|({_SCALAR})(\(.+\))?|[A-Z][A-Za-z0-9_]*"
EXPRESSION_PATTERN = rf"^({_BASE})\??( +(unique|index|pii|pci|default=\S+))*$"
EXPRESSION_SCHEMA: dict[str, Any] = {
    "type": "string",
    "description": "A type and its marks.",
    "pattern": EXPRESSION_PATTERN,
    "examples": ["string(1..80)", "list(OrderLine)?", "enum(draft|placed) default=draft", "email unique pii"],
}
_ANY_TEXT = {"type": ["string", "number", "boolean"]}
_LONG_FORM = {
    "type": "object",
    "required": ["type"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "type": EXPRESSION_SCHEMA,
        "default": {**_ANY_TEXT, "description": "The value where none is given."},
        "description": {"type": "string", "description": "What the field holds."},
        "example": {**_ANY_TEXT, "description": "A typical value."},
        "was": {"type": "string", "description": "Its old name."},
    },
}
FIELD_SCHEMA: dict[str, Any] = {"anyOf": [EXPRESSION_SCHEMA, _LONG_FORM]}


def refused(error: TypeExpressionError) -> Exception:
    return problem(error.message, error.hint, offset=error.offset, length=error.length, at_key=error.at_key)


def _read_field(written: object) -> Field:
    try:
        return parse_field("", written)
    except TypeExpressionError as error:
        raise refused(error) from None


def _read_type(written: object) -> Type:
    if not isinstance(written, str):
        raise problem(f"{quoted(written)} is not a type", "for example `enum(draft|placed)`")
    try:
        return parse_type(written)
    except TypeExpressionError as error:
        raise refused(error) from None


_UnnamedField = Annotated[Field, Value(_read_field, FIELD_SCHEMA)]
Alias = Annotated[Type, Value(_read_type, EXPRESSION_SCHEMA)]


class Fields(Struct, frozen=True):
    """A map of fields whose names follow one pattern; the fields learn their names from its keys."""

    name: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(dict[self.name, _UnnamedField])  # type: ignore[name-defined]
        named = core_schema.no_info_after_validator_function(_named, inner)
        return core_schema.no_info_before_validator_function(_mended, named)


def _named(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: replace(field, name=name) for name, field in fields.items()}


def _mended(written: object) -> object:
    """Puts together what a comma tore apart: `{a: enum(x, y)}` reads as `{a: "enum(x", "y)": null}`.

    The expression is then refused as a whole, with the right form proposed, instead of as two strange fields.
    """
    written = without_own_keys(written)
    if not isinstance(written, dict):
        return written
    whole: dict[object, object] = {}
    torn: str | None = None
    for key, value in written.items():
        if torn is not None and value is None and isinstance(key, str):
            whole[torn] = f"{whole[torn]}, {key}"
            torn = None if ")" in key else torn
            continue
        whole[key] = value
        torn = key if isinstance(value, str) and value.count("(") > value.count(")") else None
    return whole


FieldMap = Annotated[dict[str, Field], Fields(FieldName)]
ConfigMap = Annotated[dict[str, Field], Fields(ConfigKey)]


class MessageForm(Struct, frozen=True):
    """An input or an output: the name of a type, a map of fields, or `unknown`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = handler.generate_schema(FieldMap)

        def read(written: object, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return inner(written) if isinstance(written, dict) else _message_name(written)

        return core_schema.no_info_wrap_validator_function(read, fields)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        name = {"type": "string", "pattern": "^([A-Z][A-Za-z0-9_]*|unknown)$"}
        return {"anyOf": [name, handler(schema)]}


def _message_name(written: object) -> str:
    if not isinstance(written, str):
        raise problem(f"{quoted(written)} is not a message", "the name of a type, or a map of fields")
    if written == UNKNOWN:
        return written
    if "(" in written or "?" in written or "[" in written:
        raise problem(
            f"{quoted(written)} is not a message",
            f"a message has fields: `{{items: {written}}}`, or names a type",
        )
    return TYPE_NAME.check(written)


Message = Annotated[str | dict[str, Field], MessageForm()]
"""The name of a type or aggregate, fields, or `unknown`."""


class NamedType(SpecModel):
    """A named type of a context: fields, or an alias of one type expression."""

    fields: FieldMap | None = Key(None, description="Its fields.")
    alias: Alias | None = Key(None, description="The type for which the name stands.")
    description: Text | None = Key(None, description="What it is.")
    was: TypeName | None = Key(None, description="Its old name.")

    @classmethod
    def expanded(cls, written: object) -> object:
        written = without_own_keys(written)
        if isinstance(written, str):
            return {"alias": written}
        if not isinstance(written, dict):
            raise problem(f"{quoted(written)} is not a type", "a map of fields, or for example `enum(draft|placed)`")
        keys = set(written)
        if "fields" not in keys or not keys <= {"fields", "description", "was"}:
            return {"fields": written}
        if isinstance(written["fields"], str):
            return {("alias" if key == "fields" else key): value for key, value in written.items()}
        return written

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        fields = {"type": "object", "additionalProperties": FIELD_SCHEMA}
        long = {
            "type": "object",
            "required": ["fields"],
            "additionalProperties": False,
            "properties": {
                "fields": {
                    "description": "Its fields, or the type that it stands for.",
                    "anyOf": [EXPRESSION_SCHEMA, fields],
                },
                "description": {"type": "string", "description": "What it is."},
                "was": {"type": "string", "description": "Its old name."},
            },
        }
        return {"anyOf": [EXPRESSION_SCHEMA, long, fields]}
