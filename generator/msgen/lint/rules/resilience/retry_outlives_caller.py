"""RES12: tries that go on after the caller has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgen.analysis.calls import CallSite
from msgen.analysis.deadlines import CallTime, call_time
from msgen.lint.durations import duration
from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._latency import exceeds, rounded_down, rounded_up
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    topology, calls = review.topology, review.analysis.calls
    for site in calls.sites:
        if not any(topology.is_written(f"{site.path}.{key}") for key in ("timeout", "retry.attempts")):
            continue
        time = call_time(topology, site.call)
        callers = [(outer, call_time(topology, outer.call).timeout) for outer in calls.to(site.caller)]
        left = [(outer, waits) for outer, waits in callers if waits < time.longest]
        if not left:
            continue
        outer, shortest = min(left, key=lambda item: item[1])
        yield Smell(
            site.path,
            f"may take {_sum(time)}, but {outer.caller} waits {milliseconds(shortest)} for {site.caller}: "
            "what comes later is done for nobody",
            because=(outer.caller, site.caller, site.callee),
            cost=Cost(in_milliseconds(time.longest - shortest), "ms"),
            fixes=tuple(_fixes(review, site, time, shortest, [outer for outer, _ in left])),
        )


def _sum(time: CallTime) -> str:
    """`3075 ms (3 x 1000 ms + 75 ms)`."""
    if time.tries == 1:
        return milliseconds(time.longest)
    waits = sum(time.backoffs, timedelta())
    return f"{milliseconds(time.longest)} ({time.tries} x {milliseconds(time.timeout)} + {milliseconds(waits)})"


def _fixes(
    review: Review, site: CallSite, time: CallTime, limit: timedelta, callers: Sequence[CallSite]
) -> Iterator[Fix]:
    tries = max((number for number in range(1, time.tries) if _longest(time, number) <= limit), default=0)
    if tries:
        yield Fix(f"set `retry.attempts` to {tries}", (Edit(f"{site.path}.retry.attempts", tries),))
    shorter = rounded_down((limit - sum(time.backoffs, timedelta())) / time.tries)
    if shorter > timedelta() and not exceeds(review, site.callee, shorter):
        yield Fix(f"set its `timeout` to {duration(shorter)}", (Edit(f"{site.path}.timeout", duration(shorter)),))
    enough = duration(rounded_up(time.longest))
    names = ", ".join(caller.path for caller in callers)
    yield Fix(
        f"let the caller wait {enough}: {names}", tuple(Edit(f"{caller.path}.timeout", enough) for caller in callers)
    )


def _longest(time: CallTime, tries: int) -> timedelta:
    return tries * time.timeout + sum(time.backoffs[: tries - 1], timedelta())


RULE = Rule(
    id="RES12",
    title="Retry outlives caller",
    severity="error",
    covers=("S4",),
    source="Google SRE book and workbook",
    condition="n t + sum b_k of a call with written t or n > a caller's t for the operation that makes it",
    fix="choice",
    check=check,
)
