"""Made-up values that fit a type: what a check asks with, and what stands in for missing configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from msgen.design.types import Bounds, EnumType, ListType, MapType, NamedType, Scalar, Type
from msgen.topology.model import NamedTypeDefinition

_TEXTS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2000-01-01",
    "datetime": "2000-01-01T00:00:00Z",
    "duration": "PT1S",
    "bytes": "",
    "email": "someone@example.com",
    "url": "https://example.com/",
}


def sample(kind: Type, types: Mapping[str, NamedTypeDefinition]) -> object:
    """A JSON value of the type; patterns are not looked at."""
    match kind:
        case Scalar():
            return _scalar(kind)
        case EnumType():
            return kind.values[0]
        case ListType():
            return []
        case MapType():
            return {}
        case NamedType():
            return _named(types.get(kind.name), types)


def sample_text(kind: Type, types: Mapping[str, NamedTypeDefinition]) -> str:
    """The value as it stands in a query string or in an environment variable."""
    value = sample(kind, types)
    return value if isinstance(value, str) else json.dumps(value)


def _named(definition: NamedTypeDefinition | None, types: Mapping[str, NamedTypeDefinition]) -> object:
    if definition is None:
        return {}
    if definition.alias is not None:
        return sample(definition.alias, types)
    required = (item for item in definition.fields if item.default is None and not item.type.optional)
    return {item.name: sample(item.type, types) for item in required}


def _scalar(kind: Scalar) -> object:
    match kind.kind:
        case "int":
            return int(_number(kind.bounds))
        case "float":
            return float(_number(kind.bounds))
        case "decimal":
            return str(_number(kind.bounds))
        case "bool":
            return False
        case "json":
            return {}
        case "money":
            return {"amount": "1.00", "currency": "EUR"}
        case "string":
            return "x" * max(1, int(kind.bounds.minimum or 0))
        case other:
            return _TEXTS[other]


def _number(bounds: Bounds) -> Decimal:
    if bounds.minimum is not None:
        return bounds.minimum + (1 if bounds.exclusive_minimum else 0)
    if bounds.maximum is not None:
        return bounds.maximum - (1 if bounds.exclusive_maximum else 0)
    return Decimal(1)
