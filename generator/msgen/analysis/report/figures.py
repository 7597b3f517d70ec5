"""How a report holds its figures: plain numbers whose names end with the unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from sys import float_info
from typing import ClassVar

_DIGITS = 6
"""Behind the point: fewer than a float has, so that equal designs have equal reports on every machine."""


class Figures:
    """A part of a report. Its field documentation is that of the JSON."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, object]] = {"use_attribute_docstrings": True, "extra": "forbid"}


def number(value: Decimal | float) -> float:
    """A figure with six digits behind the point; JSON has no infinity, so that the largest float stands for more.

    >>> number(Decimal("99.82012345678")), number(Decimal("1e400"))
    (99.820123, 1.7976931348623157e+308)
    """
    return round(max(-float_info.max, min(float_info.max, float(value))), _DIGITS)


def number_or_none(value: Decimal | float | None) -> float | None:
    return None if value is None else number(value)


def milliseconds(time: timedelta) -> float:
    """
    >>> milliseconds(timedelta(seconds=1, microseconds=500))
    1000.5
    """
    return number(time / timedelta(milliseconds=1))


def milliseconds_or_none(time: timedelta | None) -> float | None:
    return None if time is None else milliseconds(time)


def percent(share: Decimal | float) -> float:
    """A share between 0 and 1 in percent."""
    return number(share * 100)


def percent_or_none(share: Decimal | float | None) -> float | None:
    return None if share is None else percent(share)
