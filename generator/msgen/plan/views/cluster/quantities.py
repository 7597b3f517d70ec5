"""Quantities and texts as YAML, Kubernetes and Istio write them."""

from __future__ import annotations

import json
from datetime import timedelta

_BINARY = (("Gi", 1024**3), ("Mi", 1024**2), ("Ki", 1024))


def quoted(text: str) -> str:
    """A text as a YAML scalar that stays a text.

    >>> quoted("off")
    '"off"'
    """
    return json.dumps(text, ensure_ascii=False)


def cpu(thousandths: int) -> str:
    """
    >>> cpu(250), cpu(2000)
    ('250m', '2')
    """
    return f"{thousandths}m" if thousandths % 1000 else str(thousandths // 1000)


def size(count: int) -> str:
    """
    >>> size(268435456), size(1500)
    ('256Mi', '1500')
    """
    for unit, factor in _BINARY:
        if count and count % factor == 0:
            return f"{count // factor}{unit}"
    return str(count)


def seconds(duration: timedelta) -> str:
    """Seconds with a unit, in full milliseconds rounded up, as Istio takes them.

    >>> seconds(timedelta(milliseconds=1800)), seconds(timedelta(seconds=2))
    ('1.8s', '2s')
    """
    milliseconds = full(duration, timedelta(milliseconds=1))
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + "s"


def full(duration: timedelta, unit: timedelta) -> int:
    """How many units hold the duration.

    >>> full(timedelta(milliseconds=1001), timedelta(seconds=1))
    2
    """
    return -(-duration // unit)
