"""RES13: a circuit breaker that waits for more calls than there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgen.analysis.calls import CallSite
from msgen.analysis.delivery import calls_in_window, seconds_to_trip
from msgen.lint.durations import duration
from msgen.lint.rates import floor, number
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._load import known_rate, shown_rate
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import CircuitBreaker, Topology

SLOWEST = timedelta(seconds=30)


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        breaker = site.call.circuit_breaker
        if breaker is None or not _is_written(review.topology, site):
            continue
        lam = known_rate(review, site)
        if lam is None:
            continue
        yield from _found(review, site, breaker, lam)


def _is_written(topology: Topology, site: CallSite) -> bool:
    """What the rule compares; where the author wrote neither, the derived number fits the load as well as any."""
    return any(topology.is_written(f"{site.path}.circuit_breaker.{key}") for key in ("min_calls", "window"))


def _found(review: Review, site: CallSite, breaker: CircuitBreaker, lam: Decimal) -> Iterator[Smell]:
    seen, seconds = calls_in_window(lam, breaker.window), seconds_to_trip(breaker.min_calls, lam)
    if breaker.min_calls > seen:
        message = f"never trips: {number(seen)} calls in {duration(breaker.window)}"
    elif seconds is not None and seconds > SLOWEST.total_seconds():
        message = f"trips after {number(seconds)} s at the earliest, more than {duration(SLOWEST)}"
    else:
        return
    yield Smell(
        f"{site.path}.circuit_breaker",
        f"{message} ({shown_rate(review, site)}), it waits for {breaker.min_calls}",
        fixes=(_fix(site, breaker, lam),),
    )


def _fix(site: CallSite, breaker: CircuitBreaker, lam: Decimal) -> Fix:
    """As many calls as come in the window; where none comes, the longest window."""
    path, window = f"{site.path}.circuit_breaker", min(breaker.window, SLOWEST)
    calls = floor(calls_in_window(lam, window))
    if calls:
        return Fix(f"set `min_calls` to {calls}", (Edit(f"{path}.min_calls", calls),))
    calls = floor(calls_in_window(lam, SLOWEST))
    if calls:
        return Fix(
            f"set `window` to {duration(SLOWEST)} and `min_calls` to {calls}",
            (Edit(f"{path}.window", duration(SLOWEST)), Edit(f"{path}.min_calls", calls)),
        )
    return Fix(f"no breaker sees a call within {duration(SLOWEST)}: take these settings away, and give it a `fallback`")


RULE = Rule(
    id="RES13",
    title="Breaker never trips/trips too late",
    severity="warning",
    covers=("S4",),
    source="msgen",
    condition="a written `circuit_breaker` with min_calls > lam_call x window, or min_calls / lam_call > 30 s",
    fix="automatic",
    check=check,
)
