"""What a row that was there before a field gets as its value: the field's default, else the smallest valid value."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError

from msgen.design.types import Bounds, Field, ListType, MapType, Scalar, Type
from msgen.plan.migrations.fills import Fill, Numbering
from msgen.plan.views.python.conversion import smallest_number, smallest_text
from msgen.plan.views.python.scopes import Scope

_DURATION = TypeAdapter(timedelta, config=ConfigDict(defer_build=True))
_MICROSECOND = timedelta(microseconds=1)
_SCALE_OF_MONEY = 4
_LONGEST_NUMBER = 15
"""Digits of a number that every database counts with."""


def fills_of(field: Field, scope: Scope) -> Mapping[str, Fill | Numbering]:
    """By column: a sum of money has two."""
    resolved = scope.resolved(field.type)
    if isinstance(resolved, Scalar) and resolved.kind == "money":
        amount, currency = _money(field)
        each = Numbering(1) if field.unique else Fill(amount)
        return {f"{field.name}_amount": each, f"{field.name}_currency": Fill(currency)}
    numbering = _numbering(resolved) if field.unique and isinstance(resolved, Scalar) else None
    return {field.name: numbering or _fill(field, resolved, scope)}


def _fill(field: Field, resolved: Type, scope: Scope) -> Fill:
    if isinstance(resolved, Scalar) and resolved.kind != "json":
        try:
            return _of_scalar(resolved, _zero(resolved) if field.default is None else field.default)
        except (ValueError, ArithmeticError, binascii.Error, ValidationError):
            return _of_scalar(resolved, _zero(resolved))
    enum = scope.enum(resolved, field.name)
    if enum is not None:
        return Fill(field.default if field.default in enum[1] else enum[1][0])
    return Fill(_json(_document(field, resolved, scope)))


def _of_scalar(scalar: Scalar, value: Any) -> Fill:
    """A value as the spec writes it, as text that both databases take for a value of the column."""
    match scalar.kind:
        case "int":
            return Fill(str(int(value)))
        case "float":
            return Fill(str(float(value)))
        case "decimal":
            return Fill(_scaled(Decimal(value), scalar.bounds.scale))
        case "bool":
            return Fill("1" if str(value).lower() == "true" else "0")
        case "uuid":
            return Fill(UUID(value).hex)
        case "date":
            return Fill(date.fromisoformat(value).isoformat())
        case "datetime":
            return Fill(_in_utc(datetime.fromisoformat(value)))
        case "duration":
            return _length(_DURATION.validate_python(value))
        case "bytes":
            raw = base64.b64decode(value, validate=True).hex()
            return Fill(f"\\x{raw}", sqlite=f"X'{raw}'")
        case _:
            return Fill(str(value))


def _zero(scalar: Scalar) -> Any:
    """The smallest valid value, as the spec would write it."""
    match scalar.kind:
        case "string":
            return smallest_text(scalar.bounds)
        case "email":
            return "nobody@example.invalid"
        case "url":
            return "https://example.invalid/"
        case "int":
            return int(smallest_number(scalar.bounds, Decimal(1)))
        case "float":
            return float(smallest_number(scalar.bounds, Decimal("0.001")))
        case "decimal":
            step = Decimal(1).scaleb(-(scalar.bounds.scale or 0))
            return _scaled(smallest_number(scalar.bounds, step), scalar.bounds.scale)
        case "bool":
            return False
        case "uuid":
            return str(UUID(int=0))
        case "date":
            return "1970-01-01"
        case "datetime":
            return "1970-01-01T00:00:00Z"
        case "duration":
            return "PT0S"
        case "bytes":
            return base64.b64encode(b"-" * int(scalar.bounds.minimum or 0)).decode()
        case "json":
            return None
        case "money":
            return {"amount": "0", "currency": "XXX"}


def _document(field: Field, resolved: Type, scope: Scope) -> Any:
    """The JSON of a value that is kept as such."""
    if field.default is not None:
        try:
            return json.loads(field.default)
        except json.JSONDecodeError:
            return field.default
    return _empty(resolved, field.name, scope)


def _empty(written: Type, name: str, scope: Scope) -> Any:
    resolved = scope.resolved(written)
    match resolved:
        case Scalar():
            return _zero(resolved)
        case ListType():
            return []
        case MapType():
            return {}
    enum = scope.enum(resolved, name)
    if enum is not None:
        return enum[1][0]
    struct = scope.struct(resolved)
    assert struct is not None, f"the type of `{name}` was checked when the spec was read"
    needed = [item for item in struct.fields if item.default is None and not scope.resolved(item.type).optional]
    return {item.name: _empty(item.type, item.name, scope) for item in needed}


def _money(field: Field) -> tuple[str, str]:
    try:
        written = json.loads(field.default or "null")
        return _scaled(Decimal(written["amount"]), _SCALE_OF_MONEY), str(written["currency"])
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return _scaled(Decimal(0), _SCALE_OF_MONEY), "XXX"


def _numbering(scalar: Scalar) -> Numbering | None:
    """Values that no two rows share; `None` for a type that has too few, or whose values are no numbers or texts."""
    match scalar.kind:
        case "string":
            least = int(scalar.bounds.minimum or 1)
            digits = max(1, min(least, _LONGEST_NUMBER))
            return Numbering(10 ** (digits - 1), "0" * (least - digits) + "{}")
        case "email":
            return Numbering(1, "{}@example.invalid")
        case "url":
            return Numbering(1, "https://example.invalid/{}")
        case "int" | "float" | "decimal":
            return Numbering(_first(scalar.bounds))
    return None


def _first(bounds: Bounds) -> int:
    if bounds.minimum is None:
        return 1
    lowest = int(bounds.minimum.to_integral_value(rounding="ROUND_CEILING"))
    return lowest + 1 if bounds.exclusive_minimum and lowest == bounds.minimum else lowest


def _scaled(value: Decimal, scale: int | None) -> str:
    return f"{value if scale is None else value.quantize(Decimal(1).scaleb(-scale)):f}"


def _in_utc(moment: datetime) -> str:
    utc = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{utc:%Y-%m-%d %H:%M:%S.%f}"


def _length(length: timedelta) -> Fill:
    """PostgreSQL has a type of its own for it, SQLite counts microseconds."""
    count = length // _MICROSECOND
    return Fill(f"{count} microseconds", sqlite=str(count)) if count else Fill("0")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
