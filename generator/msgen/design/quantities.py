"""Readers of quantities: numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from .problems import problem, quoted

_NUMBER = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^0-9].*)?")
_DIGITS = 15

_DURATION_UNITS = {"ms": "0.001", "s": "1", "m": "60", "h": "3600", "d": "86400"}
_DURATION_HABITS = {
    "msec": "ms", "msecs": "ms", "millis": "ms", "milliseconds": "ms", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "hr": "h", "hour": "h", "hours": "h",
    "day": "d", "days": "d",
}  # fmt: skip
_RATE_UNITS = {"/s": 1, "/m": 60, "/h": 3600}
_RATE_HABITS = {
    "rps": "/s", "req/s": "/s", "r/s": "/s", "qps": "/s", "/sec": "/s", "/second": "/s", "hz": "/s", "ps": "/s",
    "rpm": "/m", "req/m": "/m", "/min": "/m", "/minute": "/m", "/hr": "/h", "/hour": "/h", "s": "/s",
}  # fmt: skip
_SIZE_UNITS = {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}
_SIZE_HABITS = {
    "k": "Ki", "kb": "Ki", "kib": "Ki", "ki": "Ki", "m": "Mi", "mb": "Mi", "mib": "Mi", "mi": "Mi",
    "g": "Gi", "gb": "Gi", "gib": "Gi", "gi": "Gi",
}  # fmt: skip
_MOST_CORES = 10_000
_CENTURY = timedelta(days=36_500)


def parse_duration(written: object) -> timedelta:
    """A length of time.

    >>> parse_duration("300ms")
    datetime.timedelta(microseconds=300000)
    """
    number, unit = _quantity(written, "a duration", ("ms", "s"), "300ms", _DURATION_UNITS, _DURATION_HABITS)
    seconds = number * Decimal(_DURATION_UNITS[unit])
    if seconds > Decimal(_CENTURY.total_seconds()):
        raise problem(f"{quoted(written)} is longer than a hundred years", "for example `30d`")
    return timedelta(microseconds=int(seconds * 1_000_000))


def parse_rate(written: object) -> Decimal:
    """A rate per second.

    >>> parse_rate("120/s"), parse_rate("30/m")
    (Decimal('120'), Decimal('0.5'))
    """
    number, unit = _quantity(written, "a rate", ("/s", "/m"), "120/s", _RATE_UNITS, _RATE_HABITS)
    return number / _RATE_UNITS[unit]


def parse_size(written: object) -> int:
    """Bytes."""
    number, unit = _quantity(written, "a size", ("Mi", "Gi"), "256Mi", _SIZE_UNITS, _SIZE_HABITS)
    return int(number * _SIZE_UNITS[unit])


def parse_cpu(written: object) -> int:
    """Thousandths of a core."""
    if isinstance(written, float) and 0 < written < _MOST_CORES:
        raise problem(f"{quoted(written)} is not a share of a core", f"write `{round(written * 1000)}m`")
    whole = isinstance(written, int) and not isinstance(written, bool)
    found = re.fullmatch(r"([0-9]{1,9})(m?)", str(written)) if whole or isinstance(written, str) else None
    if not found:
        raise problem(
            f"{quoted(written)} is not a share of a core",
            "thousandths of a core, for example `250m`, or whole cores, for example `2`",
        )
    return int(found[1]) * (1 if found[2] else 1000)


def percentage(at_most: int | None) -> Callable[[object], Decimal]:
    """A reader of percentages, in percent: `99.95%` is `Decimal("99.95")`."""

    def read(written: object) -> Decimal:
        number, _ = _quantity(written, "a percentage", ("%",), "99.95%", {"%": 1}, {"percent": "%", "pct": "%"})
        if at_most is not None and number > at_most:
            raise problem(f"{quoted(written)} is more than {at_most}%")
        return number

    return read


parse_percentage = percentage(100)


def above_zero(read: Callable[[object], Decimal]) -> Callable[[object], Decimal]:
    """A reader of the same quantities, where none at all makes no sense."""

    def positive(written: object) -> Decimal:
        number = read(written)
        if not number:
            raise problem(f"{quoted(written)} is not more than 0")
        return number

    return positive


def _quantity(
    written: object,
    noun: str,
    units: tuple[str, ...],
    example: str,
    known: Mapping[str, object],
    habits: Mapping[str, str],
) -> tuple[Decimal, str]:
    """The number and the unit of a quantity; an error proposes the unit that was probably meant."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise problem(f"{quoted(written)} is not {noun}", f"for example `{example}`")
    text = str(written).strip()
    found = _NUMBER.fullmatch(text)
    if not found:
        raise problem(f"{quoted(written)} is not {noun}", f"for example `{example}`")
    number, unit = found["number"], found["unit"] or ""
    if len(number) > _DIGITS:
        raise problem(f"{quoted(written)} is too long a number", f"for example `{example}`")
    if not unit:
        proposals = " or ".join(f"`{number}{suffix}`" for suffix in units)
        raise problem(f"{quoted(written)} needs a unit", f"for example {proposals}")
    if unit in known and text == written and number + unit == text:
        return Decimal(number), unit
    meant = unit if unit in known else habits.get(unit.lower(), unit.lower())
    if meant in known:
        raise problem(f"{quoted(written)} is not {noun}", f"did you mean `{number}{meant}`")
    listed = ", ".join(f"`{suffix}`" for suffix in known)
    raise problem(f"{quoted(written)} is not {noun}: the unit is one of {listed}", f"for example `{example}`")
