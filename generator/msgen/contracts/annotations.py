"""Python annotations of types in a generated service; their JSON schemas equal those of `jsonschema.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct
from pydantic_core import SchemaError, SchemaValidator, core_schema

from msgen.contracts.catalogue import Alias, Catalogue
from msgen.contracts.scalars import integer_limits, length_limits, plain_number
from msgen.design.types import Bounds, EnumType, ListType, MapType, NamedType, Scalar, ScalarKind, Type

_NAMES: Mapping[ScalarKind, str] = {
    "string": "Text",
    "int": "Integer",
    "float": "Number",
    "decimal": "DecimalText",
    "bool": "Boolean",
    "uuid": "Uuid",
    "date": "Day",
    "datetime": "Instant",
    "duration": "Duration",
    "bytes": "Base64Bytes",
    "json": "Json",
    "email": "EmailText",
    "url": "UrlText",
    "money": "Money",
}


class Annotation(Struct, frozen=True):
    """The source of an annotation and the names that it needs, imported or defined."""

    text: str
    names: frozenset[str] = frozenset()


def annotation(written: Type, owner: str, catalogue: Catalogue) -> Annotation:
    """The annotation of a type; `owner` is the field or alias that an enumeration in place belongs to."""
    bare = _bare(written, owner, catalogue)
    if catalogue.expand(written).optional:
        return Annotation(f"{bare.text} | None", bare.names)
    return bare


def string_literal(text: str) -> str:
    """A Python literal as formatters keep it: double quotes where they need no escape, raw for backslashes."""
    needs_escapes = any(not letter.isprintable() for letter in text)
    if needs_escapes or text.endswith("\\") or ('"' in text and "'" in text):
        return json.dumps(text, ensure_ascii=False)
    quote = "'" if '"' in text else '"'
    prefix = "r" if "\\" in text else ""
    return f"{prefix}{quote}{text}{quote}"


def _bare(written: Type, owner: str, catalogue: Catalogue) -> Annotation:
    match written:
        case Scalar():
            return _scalar(written)
        case EnumType():
            return _name(catalogue.enumeration(owner, written))
        case ListType(item=item):
            inner = annotation(item, owner, catalogue)
            return Annotation(f"list[{inner.text}]", inner.names)
        case MapType(value=value):
            inner = annotation(value, owner, catalogue)
            return Annotation(f"TextMap[{inner.text}]", inner.names | {"TextMap"})
        case NamedType(name=name):
            found = catalogue.definition(name)
            if isinstance(found, Alias) and not found.recursive:
                return _bare(found.type, name, catalogue)
            return _name(catalogue.component(name))


def _name(name: str) -> Annotation:
    return Annotation(name, frozenset({name}))


def _scalar(scalar: Scalar) -> Annotation:
    bounds = scalar.bounds
    if bounds == Bounds():
        return _name(_NAMES[scalar.kind])
    match scalar.kind:
        case "string" if bounds.pattern is not None:
            return _pattern(bounds.pattern)
        case "string":
            shortest, longest = length_limits(bounds)
            return _with_field("Text", min_length=shortest, max_length=longest)
        case "int":
            lower, upper = integer_limits(bounds)
            return _with_own("int", "IntegerFormat", _arguments(ge=lower, le=upper))
        case "float":
            return _with_field("Number", **_number_limits(bounds))
        case "bytes":
            shortest, longest = length_limits(bounds)
            return _with_own("bytes", "Base64", _arguments(minimum=shortest, maximum=longest))
        case _:
            return _decimal(bounds)


def _with_field(base: str, **limits: int | float | None) -> Annotation:
    arguments = _arguments(**limits)
    if not arguments:
        return _name(base)
    names = frozenset({"Annotated", "Field", base})
    return Annotation(f"Annotated[{base}, Field({arguments})]", names)


def _with_own(base: str, form: str, arguments: str) -> Annotation:
    names = frozenset({"Annotated", form, base} - {"bytes", "int"})
    return Annotation(f"Annotated[{base}, {form}({arguments})]", names)


def _number_limits(bounds: Bounds) -> dict[str, int | float | None]:
    lower = None if bounds.minimum is None else plain_number(bounds.minimum)
    upper = None if bounds.maximum is None else plain_number(bounds.maximum)
    return {
        "gt" if bounds.exclusive_minimum else "ge": lower,
        "lt" if bounds.exclusive_maximum else "le": upper,
    }


def _decimal(bounds: Bounds) -> Annotation:
    limits = {
        "gt" if bounds.exclusive_minimum else "ge": bounds.minimum,
        "lt" if bounds.exclusive_maximum else "le": bounds.maximum,
    }
    digits = _arguments(precision=bounds.precision, scale=bounds.scale)
    texts = ", ".join(f'{name}="{limit:f}"' for name, limit in limits.items() if limit is not None)
    return _with_own("Decimal", "DecimalFormat", ", ".join(part for part in (digits, texts) if part))


def _pattern(pattern: str) -> Annotation:
    literal = string_literal(pattern)
    if _is_readable_for_pydantic(pattern):
        names = frozenset({"Annotated", "Field", "NoNul"})
        return Annotation(f"Annotated[str, Field(pattern={literal}), NoNul]", names)
    names = frozenset({"Annotated", "Field", "NoNul", "re"})
    return Annotation(f"Annotated[str, Field(pattern=re.compile({literal})), NoNul]", names)


def _is_readable_for_pydantic(pattern: str) -> bool:
    """Its regex engine lacks lookaround and references back; those patterns go to Python's own."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


def _arguments(**values: int | float | None) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items() if value is not None)
