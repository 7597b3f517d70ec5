"""Availabilities as figures, and components as objects of the design."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgen.analysis.availability import Availability, Component, minutes_lost, stores_of
from msgen.lint.rates import number
from msgen.lint.review import Review
from msgen.lint.smell import Edit
from msgen.topology.model import Store

SHOWN = 3
"""The largest parts of an error budget that a sentence names."""


def shortfall(promised: Decimal, possible: Decimal, by: str) -> str:
    """`99.90% but hard dependencies allow 99.820% (78 min/30 d against 43)`; what is possible is rounded down."""
    digits = max(2, _decimals(promised))
    smallest = Decimal(1).scaleb(-digits - 1)
    lost, allowed = _minutes_apart(minutes_lost(possible), minutes_lost(promised))
    return (
        f"{promised:.{digits}f}% but {by} {possible.quantize(smallest, ROUND_FLOOR)}% "
        f"({lost} min/30 d against {allowed})"
    )


def largest(availability: Availability) -> str:
    """`ordering-db 21.6, payments-db 21.6, psp 21.6`: minutes in 30 days, fallbacks as one part."""
    parts = [(component.name, component.minutes or Decimal(0)) for component in spenders(availability)]
    if availability.alternatives and availability.fallbacks is not None:
        parts.append(("what has a fallback", minutes_lost(availability.fallbacks)))
    parts.sort(key=lambda part: -part[1])
    return ", ".join(f"{name} {number(minutes)}" for name, minutes in parts[:SHOWN])


def spenders(availability: Availability) -> tuple[Component, ...]:
    """The hard dependencies that are down at times, who loses most first: at most as many as a sentence names."""
    losing = [component for component in availability.components if component.minutes]
    return tuple(sorted(losing, key=lambda component: -(component.minutes or 0))[:SHOWN])


def rounded_down(availability: Decimal) -> Decimal:
    """What can be promised: 99.8 for 99.82."""
    return _one_digit(availability, ROUND_CEILING)


def rounded_up(availability: Decimal) -> Decimal:
    """What to ask for: 99.98 for 99.9766."""
    return _one_digit(availability, ROUND_FLOOR)


def percent(availability: Decimal) -> str:
    return f"{availability:f}%"


def path_of(component: Component) -> str:
    """Its object path as findings print it."""
    return f"externals.{component.name}" if component.kind == "external" else component.object_path


def places_of(review: Review, component: Component) -> Iterator[tuple[str, Store]]:
    """Where a store is described: a shared one by each service that names it."""
    for place, path in review.analysis.system_availability.components.stores.items():
        if path == component.object_path:
            yield place, dict(stores_of(review.topology.services[place.partition(".")[0]]))[place]


def raised(review: Review, component: Component, availability: Decimal) -> tuple[Edit, ...]:
    """The edits that give a component an availability."""
    if component.kind == "store":
        described = places_of(review, component)
        lower = [place for place, store in described if store.availability < availability]
    else:
        lower = [path_of(component)]
    return tuple(Edit(f"{path}.availability", percent(availability)) for path in lower)


def _one_digit(availability: Decimal, rounding: str) -> Decimal:
    """With one digit left of what the availability leaves out."""
    lost = 100 - availability
    digit = Decimal(1).scaleb(lost.adjusted())
    return (100 - (lost / digit).to_integral_value(rounding) * digit).normalize()


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _minutes_apart(lost: Decimal, allowed: Decimal) -> tuple[str, str]:
    """Two figures with as few decimals as tell them apart."""
    digits = next((digits for digits in range(6) if round(lost, digits) != round(allowed, digits)), 6)
    return f"{lost:.{digits}f}", f"{allowed:.{digits}f}"
