"""How long each entry of each journey takes, on the grid and simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.latency import EntryLatency, Simulated
from msgen.analysis.report.figures import (
    Figures,
    milliseconds_or_none,
    number,
    percent,
    percent_or_none,
)
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class HopShare(Figures):
    """What one operation or external system brings to the spread of a latency."""

    name: str
    variance_percent: float


@dataclass(frozen=True, slots=True)
class SimulatedLatency(Figures):
    """A run with a fixed seed, shown beside the grid."""

    p50_ms: float
    p99_ms: float
    p99_low_ms: float
    """Lower end of the 95 % interval of the p99."""
    p99_high_ms: float
    failing_percent: float
    """Requests that end with a failure."""
    samples: int


@dataclass(frozen=True, slots=True)
class JourneyLatency(Figures):
    """The time until one entry of a journey has an answer or a failure, calls and tries included."""

    journey: str
    entry: str
    """Object path of the operation."""
    target_ms: float | None
    """For the p99; `null` where nothing is promised."""
    p50_ms: float | None
    """On the grid; `null` where a latency is missing."""
    p99_ms: float | None
    misses_target: bool
    at_the_limit: bool
    """The target is within 2 % of the p99."""
    failing_percent: float | None
    """Requests that fail by timeouts, on the grid."""
    simulated: SimulatedLatency | None
    """`null` where a latency is missing, where one request brings about more than 200, or with `--no-simulation`."""
    dominant_hop: str | None
    """The operation or external system that holds more than half of the variance."""
    hops: tuple[HopShare, ...]
    """The largest share first."""
    critical_path: tuple[str, ...]
    """The way of calls that takes the largest part of the mean; empty where a latency is missing."""
    critical_path_percent: float | None
    """Its part of the mean."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""
    explain: str
    """What `msgen explain` derives the figure for."""


def journey_latency(scope: Scope, *, simulate: bool) -> Iterator[JourneyLatency]:
    for name in scope.journeys:
        for found in scope.analysis.latency[name]:
            seen = scope.analysis.system_latency.simulated(found.entry) if simulate else None
            yield _journey_latency(name, found, seen)


def _journey_latency(journey: str, found: EntryLatency, seen: Simulated | None) -> JourneyLatency:
    way = found.critical_path
    return JourneyLatency(
        journey=journey,
        entry=found.entry,
        target_ms=milliseconds_or_none(found.target),
        p50_ms=milliseconds_or_none(found.p50),
        p99_ms=milliseconds_or_none(found.p99),
        misses_target=found.misses_target,
        at_the_limit=found.is_at_the_limit,
        failing_percent=percent_or_none(found.failing),
        simulated=None if seen is None else _simulated(seen),
        dominant_hop=found.dominant_hop,
        hops=tuple(HopShare(name, percent(share)) for name, share in found.variance_shares.items()),
        critical_path=way.path if way else (),
        critical_path_percent=percent(way.share) if way else None,
        missing=found.missing,
        assumed=found.assumed,
        explain=f"journeys.{journey}.latency",
    )


def _simulated(seen: Simulated) -> SimulatedLatency:
    return SimulatedLatency(
        p50_ms=number(seen.p50 * 1000),
        p99_ms=number(seen.p99 * 1000),
        p99_low_ms=number(seen.low * 1000),
        p99_high_ms=number(seen.high * 1000),
        failing_percent=percent(seen.failing),
        samples=seen.samples,
    )
