"""What each journey can promise, and who spends its error budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.availability import Availability, minutes_lost
from msgen.analysis.report.figures import Figures, number, number_or_none, percent
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class Spender(Figures):
    """A line of the error-budget ledger."""

    component: str
    """As shown: `payments-db`."""
    kind: str
    """`pods`, `store`, `external` or `broker`."""
    source: str
    """Object path of its availability."""
    availability_percent: float
    minutes: float
    """In 30 days, of this component alone."""
    share_percent: float
    """Of all that the journey loses."""
    assumed: bool


@dataclass(frozen=True, slots=True)
class JourneyAvailability(Figures):
    """Achievable availability of a journey against its target; minutes are in 30 days."""

    journey: str
    entries: tuple[str, ...]
    criticality: str
    target_percent: float | None
    """`null` where nothing is promised."""
    achievable_percent: float | None
    """`null` where an availability is missing."""
    minutes_allowed: float | None
    """By the target."""
    minutes_lost: float | None
    misses_target: bool
    exact: bool
    """Computed; otherwise sampled."""
    ledger: tuple[Spender, ...]
    """Hard dependencies, the largest loss first."""
    alternatives: tuple[str, ...]
    """Components that matter although something stands in for them."""
    alternatives_share_percent: float
    """Their part of what is lost."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""
    explain: str
    """What `msgen explain` derives the figure for."""


def journey_availability(scope: Scope) -> Iterator[JourneyAvailability]:
    for name in scope.journeys:
        journey, found = scope.analysis.topology.journeys[name], scope.analysis.availability[name]
        yield JourneyAvailability(
            journey=name,
            entries=journey.entries,
            criticality=journey.criticality,
            target_percent=number_or_none(found.target),
            achievable_percent=number_or_none(found.value),
            minutes_allowed=None if found.target is None else number(minutes_lost(found.target)),
            minutes_lost=number_or_none(found.minutes),
            misses_target=found.misses_target,
            exact=found.exact,
            ledger=tuple(_ledger(found)),
            alternatives=tuple(component.name for component in found.alternatives),
            alternatives_share_percent=percent(found.fallbacks_share),
            missing=found.missing,
            assumed=found.assumed,
            explain=f"{journey.object_path}.availability",
        )


def _ledger(found: Availability) -> Iterator[Spender]:
    for spending in found.ledger:
        component = spending.component
        yield Spender(
            component=component.name,
            kind=component.kind,
            source=component.source,
            availability_percent=number(component.availability or 0),
            minutes=number(spending.minutes),
            share_percent=percent(spending.share),
            assumed=component.is_assumed,
        )
