"""LAT02: a latency target that is the sum of the p99s on the path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgen.analysis.latency import SystemLatency
from msgen.analysis.latency.work import Groups, callers_first
from msgen.lint.durations import duration
from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.latency._entries import rounded_up
from msgen.lint.smell import Cost, Smell

ONE_IN = 20
"""The part of the sum, 5%, by which a target may differ from it."""
_NOTHING = timedelta()


def check(review: Review) -> Iterator[Smell]:
    latency = review.analysis.system_latency
    for journey in review.topology.journeys.values():
        target = journey.latency_p99
        for entry in dict.fromkeys(journey.entries):
            added = None if target is None else p99s_added_up(latency, entry)
            if target is None or added is None or abs(target - added) > added / ONE_IN:
                continue
            p99 = latency.quantile(entry, 0.99) or target
            yield Smell(
                f"{journey.object_path}.latency_p99",
                f"{milliseconds(target)} is what the p99s on the path of {entry} add up to ({milliseconds(added)}), "
                f"the p99 of the whole is {milliseconds(p99)}",
                hint=f"not every hop is slow at once: {duration(rounded_up(p99))} can be promised",
                because=(journey.name, entry),
                cost=Cost(in_milliseconds(target - p99), "ms"),
                assumed=latency.assumed(entry),
            )


def p99s_added_up(latency: SystemLatency, entry: str) -> timedelta | None:
    """The p99s of an entry and of what it calls, of a parallel group the largest.

    `None` where it calls nobody or a latency is unknown.
    """
    works, found = latency.works, dict[str, timedelta]()
    for name in reversed(callers_first(works, entry)):
        work = works[name]
        if work.own is None:
            return None
        turns = [_sum(groups, found) for _, groups in work.turns]
        own = timedelta(microseconds=round(work.own.p99 * 1e6))
        found[name] = own + _sum(work.groups, found) + max(turns, default=_NOTHING)
    return found[entry] if works[entry].callees else None


def _sum(groups: Groups, added: Mapping[str, timedelta]) -> timedelta:
    return sum((max(added[call.callee] for call in group) for group in groups), _NOTHING)


RULE = Rule(
    id="LAT02",
    title="p99s added up by the author",
    severity="info",
    covers=("S7",),
    source="Dean, Barroso: The Tail at Scale",
    condition="`latency_p99` is the sum of the p99s on the path, within 5%",
    fix="none",
    check=check,
)
