"""The values of the spec as types: what is read, what it becomes, and how an editor's schema describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .quantities import above_zero, parse_cpu, parse_duration, parse_percentage, parse_rate, parse_size, percentage
from .scalars import (
    integer,
    parse_base_path,
    parse_contract,
    parse_date,
    parse_flag,
    parse_http,
    parse_literal,
    parse_mesh_retries,
    parse_number,
    parse_path,
    parse_url,
    text,
)


class Value(Struct, frozen=True, eq=False):
    """A value that one function reads, and how an editor's schema describes it."""

    read: Callable[[object], Any]
    json_schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.json_schema)


_DURATION = {
    "type": "string",
    "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$",
    "examples": ["300ms", "5m", "30d"],
}
_RATE = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?/(s|m|h)$", "examples": ["120/s"]}
_PERCENTAGE = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$", "examples": ["99.95%"]}


def _count(low: int, high: int) -> Value:
    return Value(integer(low, high), {"type": "integer", "minimum": low, "maximum": high})


def _text(at_least: int, **more: Any) -> Value:
    return Value(text(at_least), {"type": "string", **({"minLength": at_least} if at_least else {}), **more})


Duration = Annotated[timedelta, Value(parse_duration, _DURATION)]
Percentage = Annotated[Decimal, Value(parse_percentage, _PERCENTAGE)]
"""In percent, 0 to 100."""
Ratio = Annotated[Decimal, Value(percentage(10_000), _PERCENTAGE)]
"""In percent, where more than 100 makes sense: growth, replicas."""
PositivePercentage = Annotated[Decimal, Value(above_zero(parse_percentage), _PERCENTAGE)]
"""In percent, more than 0."""
Rate = Annotated[Decimal, Value(parse_rate, _RATE)]
"""Per second."""
PositiveRate = Annotated[Decimal, Value(above_zero(parse_rate), _RATE)]
"""Per second, more than 0."""
Size = Annotated[
    int,
    Value(parse_size, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi)$", "examples": ["256Mi"]}),
]
"""Bytes."""
Cpu = Annotated[
    int,
    Value(
        parse_cpu,
        {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9]+m?$"}],
            "examples": ["250m", 2],
        },
    ),
]
"""Thousandths of a core."""
Count = Annotated[int, _count(0, 1_000_000_000)]
Positive = Annotated[int, _count(1, 1_000_000_000)]
Tries = Annotated[int, _count(1, 10)]
Number = Annotated[Decimal, Value(parse_number, {"type": "number", "exclusiveMinimum": 0})]
Flag = Annotated[bool, Value(parse_flag, {"type": "boolean"})]
Text = Annotated[str, _text(0)]
Sentence = Annotated[str, _text(1)]
"""A text that says something."""
Reason = Annotated[str, _text(10)]
Date = Annotated[date, Value(parse_date, {"type": "string", "format": "date", "examples": ["2027-06-30"]})]
Path = Annotated[str, Value(parse_path, {"type": "string", "minLength": 1})]
Url = Annotated[str, Value(parse_url, {"type": "string", "minLength": 1, "examples": ["https://psp.example.org"]})]
BasePath = Annotated[str, Value(parse_base_path, {"type": "string", "pattern": "^(/.*)?$", "examples": ["/v1", ""]})]
Http = Annotated[
    str,
    Value(
        parse_http,
        {"type": "string", "pattern": "^(GET|POST|PUT|PATCH|DELETE) /.*$", "examples": ["GET /orders/{id}"]},
    ),
]
Contract = Annotated[
    str,
    Value(
        parse_contract,
        {"type": "string", "minLength": 1, "examples": ["contracts/demo.proto#shop.CartService"]},
    ),
]
LiteralValue = Annotated[Any, Value(parse_literal, {})]
MeshRetries = Annotated[
    int, Value(parse_mesh_retries, {"anyOf": [{"const": False}, {"type": "integer", "minimum": 0}]})
]
