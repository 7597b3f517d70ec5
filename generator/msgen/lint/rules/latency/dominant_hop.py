"""LAT04: one operation or external system on which the latency of a journey hangs."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.latency._entries import because, entries_above, p99_of
from msgen.lint.smell import Cost, Smell

HINT = (
    "work on this one first, what is made faster elsewhere hardly shows: a hedge, a cache, or a timeout with a "
    "fallback cuts its tail"
)


def check(review: Review) -> Iterator[Smell]:
    for journey in review.topology.journeys.values():
        if journey.latency_p99 is None:
            continue
        limit = journey.latency_p99 * 4 / 5
        for latency in entries_above(review, journey, limit):
            hop = latency.dominant_hop
            if hop is None:
                continue
            yield Smell(
                f"externals.{hop}" if hop in review.topology.externals else hop,
                f"brings {latency.variance_shares[hop]:.0%} of the variance of {journey.name}, whose p99 of "
                f"{milliseconds(p99_of(latency))} is above 80% of {milliseconds(journey.latency_p99)}",
                hint=HINT,
                because=because(journey, latency),
                cost=Cost(in_milliseconds(p99_of(latency) - limit), "ms"),
                assumed=latency.assumed,
            )


RULE = Rule(
    id="LAT04",
    title="Dominant hop",
    severity="info",
    covers=("S7",),
    source="msgen",
    condition="> 50% of the variance of a journey whose p99 > 80% of its `latency_p99`",
    fix="none",
    check=check,
)
