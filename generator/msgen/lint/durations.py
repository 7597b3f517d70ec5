"""Durations as a person writes them."""

from __future__ import annotations

from datetime import timedelta

_MICROSECOND = timedelta(microseconds=1)
_UNITS = (
    ("d", timedelta(days=1)),
    ("h", timedelta(hours=1)),
    ("m", timedelta(minutes=1)),
    ("s", timedelta(seconds=1)),
    ("ms", timedelta(milliseconds=1)),
)


def duration(length: timedelta) -> str:
    """In the largest unit that leaves no rest; what is shorter than a millisecond is a decimal of one.

    >>> duration(timedelta(minutes=5)), duration(timedelta(seconds=90)), duration(timedelta(milliseconds=1500))
    ('5m', '90s', '1500ms')
    """
    for unit, size in _UNITS:
        if length and not length % size:
            return f"{length // size}{unit}"
    return f"{length / timedelta(milliseconds=1):g}ms" if length else "0s"
