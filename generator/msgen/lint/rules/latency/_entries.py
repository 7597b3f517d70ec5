"""What the entries of journeys take, and what is written of it."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from msgen.analysis.latency import EntryLatency
from msgen.lint.review import Review
from msgen.topology.model import Journey

_MILLISECOND = timedelta(milliseconds=1)


def entries_above(review: Review, journey: Journey, limit: timedelta) -> list[EntryLatency]:
    """The entries of a journey whose p99 is above a limit; composed only where it could be."""
    latency = review.analysis.system_latency
    slow = [entry for entry in dict.fromkeys(journey.entries) if latency.exceeds(entry, limit)]
    return [latency.of_entry(entry, journey.latency_p99) for entry in slow]


def p99_of(latency: EntryLatency) -> timedelta:
    """Of an entry whose p99 is known."""
    assert latency.p99 is not None
    return latency.p99


def because(journey: Journey, latency: EntryLatency) -> tuple[str, ...]:
    """The way that takes the largest part of the time."""
    return (journey.name, *(latency.critical_path.path if latency.critical_path else ()))


def rounded_up(length: timedelta) -> timedelta:
    """To two digits, in milliseconds: 990 for 984.3."""
    milliseconds = ceil(length / _MILLISECOND)
    step = int(10 ** max(0, len(str(milliseconds)) - 2))
    return ceil(milliseconds / step) * step * _MILLISECOND
