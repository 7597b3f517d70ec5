"""When growth reaches a limit: in months from now, never as a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import log

from msgen.topology.model import Topology

_CENTURY = 1200.0
_HALVINGS = 24
"""Down to less than an hour."""


def months_to(topology: Topology, visits: Mapping[str, Decimal], limit: Decimal) -> float | None:
    """Until what the journeys bring, each with its growth, is the limit."""
    journeys = [(topology.journeys[name], count) for name, count in visits.items()]
    parts = [(float(item.peak * count), float(item.growth) / 100) for item, count in journeys if item.peak is not None]
    return months_until(float(limit), parts)


def months_until(limit: float, parts: Sequence[tuple[float, float]]) -> float | None:
    """Months until the sum of the parts, each a rate and its growth per year, is the limit.

    With one growth 12 ln(limit / now) / ln(1 + growth). 0 where the limit is reached, `None` where that takes more
    than a century or never happens.
    """
    loaded = [(rate, growth) for rate, growth in parts if rate > 0]
    now = sum(rate for rate, _ in loaded)
    if now >= limit and loaded:
        return 0.0
    growing = {growth for _, growth in loaded}
    if len(growing) == 1:
        growth = growing.pop()
        months = 12 * log(limit / now) / log(1 + growth) if growth > 0 else None
        return months if months is not None and months <= _CENTURY else None
    return _by_halving(limit, loaded)


def _by_halving(limit: float, parts: Sequence[tuple[float, float]]) -> float | None:
    def reached(months: float) -> bool:
        return sum((rate * _grown(growth, months) for rate, growth in parts), 0.0) >= limit

    low, high = 0.0, _CENTURY
    if not parts or not reached(high):
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _grown(growth: float, months: float) -> float:
    return float((1 + growth) ** (months / 12))
