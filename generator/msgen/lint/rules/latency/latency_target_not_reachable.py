"""LAT01: a journey whose p99 is above what it promises."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.latency import EntryLatency
from msgen.lint.durations import duration
from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.latency._entries import because, entries_above, p99_of, rounded_up
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for journey in review.topology.journeys.values():
        target = journey.latency_p99
        late = [] if target is None else entries_above(review, journey, target)
        if target is None or not late:
            continue
        slowest = max(late, key=p99_of)
        path, enough = f"{journey.object_path}.latency_p99", duration(rounded_up(p99_of(slowest)))
        yield Smell(
            path,
            f"{', '.join(map(_p99, late))}, the target is {milliseconds(target)}",
            because=because(journey, slowest),
            cost=Cost(in_milliseconds(p99_of(slowest) - target), "ms"),
            assumed=tuple(fact for entry in late for fact in entry.assumed),
            fixes=(_shorten(slowest), Fix(f"raise the target to {enough}", (Edit(path, enough),))),
        )


def _p99(latency: EntryLatency) -> str:
    limit = " (at the limit)" if latency.is_at_the_limit else ""
    return f"p99 of {latency.entry} is {milliseconds(p99_of(latency))}{limit}"


def _shorten(latency: EntryLatency) -> Fix:
    hop, share = next(iter(latency.variance_shares.items()))
    return Fix(f"shorten `{hop}`, from which {share:.0%} of the spread comes, or reach it later, by an event")


RULE = Rule(
    id="LAT01",
    title="Latency target not reachable",
    severity="error",
    covers=("S7",),
    source="Dean, Barroso: The Tail at Scale",
    condition="p99 of the composed distribution of an entry, calls and tries included > `latency_p99`",
    fix="choice",
    check=check,
)
