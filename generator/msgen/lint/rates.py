"""Rates and other figures as a person reads them, and durations as figures."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_MICROSECOND = timedelta(microseconds=1)


def number(value: Decimal) -> str:
    """With one decimal at most; what is below 1 with two digits.

    >>> number(Decimal("1092.00")), number(Decimal("333.33")), number(Decimal("0.0416")), number(Decimal(0))
    ('1092', '333.3', '0.042', '0')
    """
    if 0 < abs(value) < 1:
        return f"{Decimal(f'{value:.2g}'):f}"
    return f"{value:.1f}".removesuffix(".0")


def rate(per_second: Decimal) -> str:
    """
    >>> rate(Decimal(384)), rate(Decimal("0.5"))
    ('384/s', '0.5/s')
    """
    return f"{number(per_second)}/s"


def milliseconds(length: timedelta) -> str:
    """
    >>> milliseconds(timedelta(seconds=2)), milliseconds(timedelta(microseconds=900_408))
    ('2000 ms', '900 ms')
    """
    return f"{round(in_milliseconds(length))} ms"


def in_milliseconds(length: timedelta) -> Decimal:
    return Decimal(length // _MICROSECOND) / 1000


def in_seconds(length: timedelta) -> Decimal:
    return Decimal(length // _MICROSECOND) / 1_000_000


def ceiling(value: Decimal) -> int:
    """
    >>> ceiling(Decimal("115.2")), ceiling(Decimal(64))
    (116, 64)
    """
    return int(value.to_integral_value(ROUND_CEILING))


def floor(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR))
