"""Limits inside the brackets of a scalar: `1..80`, `>=0`, `12.2`, `/^[A-Z]{3}$/`."""

from __future__ import annotations

import re
import warnings
from decimal import Decimal

from .type_errors import TypeExpressionError
from .types import Bounds, ScalarKind

_NUMBER = r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_LIMIT = re.compile(rf"(>=|<=|>|<)\s*({_NUMBER})")
_PRECISION = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})")
_LARGEST_PRECISION = 38
_LENGTHS = ("string", "bytes")
_NUMBERS = ("int", "float", "decimal")


def parse_bounds(kind: ScalarKind, text: str, offset: int) -> Bounds:
    """The bounds of a scalar; `offset` is where they begin in the expression."""
    try:
        return _parse(kind, text)
    except ValueError as error:
        raise TypeExpressionError(str(error), _example(kind, text), offset, len(text)) from None


def _parse(kind: ScalarKind, text: str) -> Bounds:
    if kind not in _LENGTHS + _NUMBERS:
        raise ValueError(f"`{kind}` takes no bounds")
    if text.startswith("/"):
        return _pattern(kind, text)
    if kind == "decimal" and (precision := _PRECISION.fullmatch(text)):
        return _precision(int(precision[1]), int(precision[2]))
    if found := _RANGE.fullmatch(text):
        return _checked(kind, Bounds(minimum=Decimal(found[1]), maximum=Decimal(found[2])))
    if found := _LIMIT.fullmatch(text):
        return _checked(kind, _limit(found[1], Decimal(found[2])))
    raise ValueError(f"`{text}` is not a bound")


def _pattern(kind: ScalarKind, text: str) -> Bounds:
    if kind != "string":
        raise ValueError(f"only a `string` takes a regex, not `{kind}`")
    pattern = text[1:-1]
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"the regex is not valid: {error}") from None
    return Bounds(pattern=pattern)


def _precision(precision: int, scale: int) -> Bounds:
    if not 0 < precision <= _LARGEST_PRECISION:
        raise ValueError(f"a decimal has 1 to {_LARGEST_PRECISION} digits, not {precision}")
    if scale > precision:
        raise ValueError(f"a decimal of {precision} digits has at most {precision} after the point, not {scale}")
    return Bounds(precision=precision, scale=scale)


def _limit(sign: str, number: Decimal) -> Bounds:
    if sign.startswith(">"):
        return Bounds(minimum=number, exclusive_minimum=sign == ">")
    return Bounds(maximum=number, exclusive_maximum=sign == "<")


def _checked(kind: ScalarKind, bounds: Bounds) -> Bounds:
    limits = [limit for limit in (bounds.minimum, bounds.maximum) if limit is not None]
    if kind in (*_LENGTHS, "int") and any(limit != limit.to_integral_value() for limit in limits):
        raise ValueError(f"the bounds of `{kind}` are whole numbers")
    if kind in _LENGTHS and any(limit < 0 for limit in limits):
        raise ValueError("a length is not negative")
    if bounds.minimum is not None and bounds.maximum is not None and bounds.minimum > bounds.maximum:
        raise ValueError(f"the smallest, {bounds.minimum}, is above the largest, {bounds.maximum}")
    return bounds


def _example(kind: ScalarKind, text: str) -> str:
    if kind not in _LENGTHS + _NUMBERS:
        return f"write `{kind}`"
    if kind == "decimal":
        return "`decimal(12.2)`: 12 digits, 2 of them after the point"
    if found := re.fullmatch(r"\s*([0-9]+)\s*(?:,|-|\.\.\.|\s)\s*([0-9]+)\s*", text):
        return f"did you mean `{kind}({found[1]}..{found[2]})`"
    if re.fullmatch(r"[0-9]+", text):
        return f"did you mean `{kind}({0 if kind != 'string' else 1}..{text})`"
    return f"for example `{kind}(1..80)`" if kind in _LENGTHS else f"for example `{kind}(1..50)` or `{kind}(>=0)`"
