"""How a figure comes about."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from msgspec import Struct


class Input(Struct, frozen=True):
    """A value that a figure rests on."""

    path: str
    """Object path; of a resolved or a written value, unless `value` says what it is."""
    value: str | None = None
    """Of a figure that has a derivation of its own."""


class Derivation(Struct, frozen=True):
    path: str
    """`journeys.place-order.availability`."""
    result: str
    formula: str
    working: tuple[str, ...] = ()
    """The formula with its numbers, line by line."""
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    """Object paths of facts that nobody gave."""


def values(*paths: str) -> tuple[Input, ...]:
    """Resolved or written values, each once."""
    return tuple(Input(path) for path in dict.fromkeys(paths))


def shown(number: Decimal | float | None, unit: str = "") -> str:
    """
    >>> shown(Decimal("192.0"), "/s"), shown(99.82012), shown(None)
    ('192/s', '99.8201', 'not known')
    """
    return "not known" if number is None else f"{round(float(number), 9):.6g}{unit}"


def in_milliseconds(time: timedelta | None) -> str:
    """
    >>> in_milliseconds(timedelta(seconds=1.5))
    '1500 ms'
    """
    return "not known" if time is None else shown(time / timedelta(milliseconds=1), " ms")
