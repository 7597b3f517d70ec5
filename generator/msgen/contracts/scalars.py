"""JSON schemas of the scalar types, equal to those of `domain/_gen/scalars.py` in a generated service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from msgen.design.types import Bounds, Scalar, ScalarKind

Schema = dict[str, Any]

INT64_LIMIT = 2**63
NO_NUL = r"^[^\x00]*$"
BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
CURRENCY = r"^[A-Z]{3}$"
INSTANT = r"^(?!000[01]|9999)"
"""Years in which every time exists in UTC as well."""
EMAIL = (
    r"^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
URL = (
    r"^https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$"
)
MONEY_PRECISION, MONEY_SCALE = 19, 4
DECIMAL_PRECISION, DECIMAL_SCALE = 38, 18
EMAIL_LENGTH, URL_LENGTH = 254, 2048

_FIXED: Mapping[ScalarKind, Schema] = {
    "bool": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time", "pattern": INSTANT},
    "duration": {"type": "string", "format": "duration"},
    "json": {},
    "email": {"type": "string", "format": "email", "maxLength": EMAIL_LENGTH, "pattern": EMAIL},
    "url": {"type": "string", "format": "uri", "maxLength": URL_LENGTH, "pattern": URL},
}


def scalar_schema(scalar: Scalar) -> Schema:
    """The JSON schema of a scalar other than `money`, without `null` for an optional one."""
    if scalar.kind in _FIXED:
        return dict(_FIXED[scalar.kind])
    return _BOUNDED[scalar.kind](scalar.bounds)


def money_schema() -> Schema:
    amount = Bounds(precision=MONEY_PRECISION, scale=MONEY_SCALE)
    return {
        "type": "object",
        "description": "An amount in one currency (ISO 4217).",
        "properties": {
            "amount": _decimal_schema(amount),
            "currency": {"type": "string", "pattern": CURRENCY},
        },
        "required": ["amount", "currency"],
    }


def integer_limits(bounds: Bounds) -> tuple[int | None, int | None]:
    """The smallest and the largest whole number within the bounds."""
    lower = upper = None
    if bounds.minimum is not None:
        lower = int(bounds.minimum.to_integral_value(ROUND_CEILING))
        lower += bounds.exclusive_minimum and lower == bounds.minimum
    if bounds.maximum is not None:
        upper = int(bounds.maximum.to_integral_value(ROUND_FLOOR))
        upper -= bounds.exclusive_maximum and upper == bounds.maximum
    return lower, upper


def length_limits(bounds: Bounds) -> tuple[int | None, int | None]:
    """The smallest length, where it is not zero, and the largest."""
    lower, upper = integer_limits(bounds)
    return lower if lower and lower > 0 else None, upper


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _string_schema(bounds: Bounds) -> Schema:
    shortest, longest = length_limits(bounds)
    return {
        "type": "string",
        **_given(minLength=shortest, maxLength=longest),
        "pattern": NO_NUL if bounds.pattern is None else bounds.pattern,
    }


def _integer_schema(bounds: Bounds) -> Schema:
    lower, upper = integer_limits(bounds)
    is_open = lower is None or upper is None
    return {
        "type": "integer",
        **_given(format="int64" if is_open else None),
        "minimum": -INT64_LIMIT if lower is None else lower,
        **({"exclusiveMaximum": INT64_LIMIT} if upper is None else {"maximum": upper}),
    }


def _number_schema(bounds: Bounds) -> Schema:
    lower = None if bounds.minimum is None else plain_number(bounds.minimum)
    upper = None if bounds.maximum is None else plain_number(bounds.maximum)
    return {
        "type": "number",
        **_given(**{"exclusiveMinimum" if bounds.exclusive_minimum else "minimum": lower}),
        **_given(**{"exclusiveMaximum" if bounds.exclusive_maximum else "maximum": upper}),
    }


def _decimal_schema(bounds: Bounds) -> Schema:
    schema: Schema = {"type": "string", "pattern": _decimal_pattern(bounds)}
    if bounds.minimum:
        schema["x-exclusiveMinimum" if bounds.exclusive_minimum else "x-minimum"] = f"{bounds.minimum:f}"
    if bounds.maximum is not None:
        schema["x-exclusiveMaximum" if bounds.exclusive_maximum else "x-maximum"] = f"{bounds.maximum:f}"
    return schema


def _decimal_pattern(bounds: Bounds) -> str:
    precision = DECIMAL_PRECISION if bounds.precision is None else bounds.precision
    scale = DECIMAL_SCALE if bounds.scale is None else bounds.scale
    from_zero = bounds.minimum is not None and bounds.minimum == 0
    nonzero = "(?=.*[1-9])" if from_zero and bounds.exclusive_minimum else ""
    sign = "" if from_zero else "-?"
    before = precision - scale
    whole = f"(?:0|[1-9][0-9]{{0,{before - 1}}})" if before > 0 else "0"
    fraction = rf"(?:\.[0-9]{{1,{scale}}})?" if scale else ""
    return f"^{nonzero}{sign}{whole}{fraction}$"


def _bytes_schema(bounds: Bounds) -> Schema:
    shortest, longest = length_limits(bounds)
    return {
        "type": "string",
        "format": "byte",
        "contentEncoding": "base64",
        "pattern": BASE64,
        **_given(minLength=_base64_length(shortest), maxLength=_base64_length(longest)),
    }


def _base64_length(count: int | None) -> int | None:
    return None if count is None else -(-count // 3) * 4


def _given(**keywords: Any) -> Schema:
    return {keyword: value for keyword, value in keywords.items() if value is not None}


_BOUNDED: Mapping[ScalarKind, Callable[[Bounds], Schema]] = {
    "string": _string_schema,
    "int": _integer_schema,
    "float": _number_schema,
    "decimal": _decimal_schema,
    "bytes": _bytes_schema,
}
