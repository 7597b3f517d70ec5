"""RES02: a call that gives up before its callee has had its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.analysis.calls import CallSite
from msgen.lint.durations import duration
from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._latency import assumed_of, enough_for, p99_above
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        timeout = site.call.timeout
        if timeout is None or not _is_chosen(review, site):
            continue
        p99 = p99_above(review, site.callee, timeout)
        if p99 is None:
            continue
        yield Smell(
            f"{site.path}.timeout",
            f"waits {milliseconds(timeout)}, but the p99 of {site.callee} is {milliseconds(p99)}: "
            "of a hundred answers one or more come too late",
            cost=Cost(in_milliseconds(p99 - timeout), "ms"),
            assumed=assumed_of(review, site.callee),
            fixes=tuple(_fixes(review, site, p99)),
        )


def _is_chosen(review: Review, site: CallSite) -> bool:
    """Somebody wrote the timeout, or a deadline that it follows from."""
    paths = (f"{site.path}.timeout", f"{site.caller}.timeout", f"{site.callee}.timeout")
    return any(review.topology.is_written(path) for path in paths)


def _fixes(review: Review, site: CallSite, p99: timedelta) -> Iterator[Fix]:
    enough = duration(enough_for(review, site.callee) or p99)
    text = f"raise it to {enough}, which one answer in a thousand misses"
    yield Fix(text, (Edit(f"{site.path}.timeout", enough),))
    yield Fix(f"make {site.callee} faster, or leave its calls to events")


RULE = Rule(
    id="RES02",
    title="Timeout below callee tail",
    severity="warning",
    covers=("S4",),
    source="Amazon Builders' Library",
    condition="t < p99 of the callee, its calls included: more than 1% of good answers come too late",
    fix="choice",
    check=check,
)
