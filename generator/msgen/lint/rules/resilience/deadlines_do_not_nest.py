"""RES03: an operation that must answer sooner than its calls may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.analysis.deadlines import CallTime, Nesting, Step
from msgen.lint.durations import duration
from msgen.lint.rates import in_milliseconds, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._latency import exceeds, rounded_down, rounded_up
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Topology


def check(review: Review) -> Iterator[Smell]:
    for path, nesting in review.analysis.deadlines.items():
        if nesting.fits or not _is_chosen(review.topology, nesting):
            continue
        yield Smell(
            f"{path}.timeout",
            f"needs {milliseconds(nesting.needed)} worst case, deadline is {milliseconds(nesting.deadline)}",
            because=(path, *(step.decisive.call.callee for step in _longest_first(nesting)[:1] if step.decisive)),
            cost=Cost(in_milliseconds(nesting.missing), "ms"),
            assumed=(f"{path}.latency.p99",) if nesting.is_assumed else (),
            fixes=tuple(_fixes(review, nesting)),
        )


def _is_chosen(topology: Topology, nesting: Nesting) -> bool:
    """Somebody wrote the deadline, or a time that it does not hold: inside a call cycle derived ones never nest."""
    written = [f"{nesting.operation}.timeout"]
    for step in nesting.steps:
        written += [f"{item.call.path}.{key}" for item in step.calls for key in ("timeout", "retry.attempts")]
    return any(topology.is_written(path) for path in written)


def _longest_first(nesting: Nesting) -> list[Step]:
    return sorted((step for step in nesting.steps if step.calls), key=lambda step: -step.longest)


def _fixes(review: Review, nesting: Nesting) -> Iterator[Fix]:
    path, enough = f"{nesting.operation}.timeout", duration(rounded_up(nesting.needed))
    yield Fix(f"raise it to {enough}", (Edit(path, enough),))
    retried = [item for step in nesting.steps for item in step.calls if item.tries > 1]
    if retried and _needed_once(nesting) <= nesting.deadline:
        names = ", ".join(item.call.callee for item in retried)
        yield Fix(f"try {names} once", tuple(Edit(f"{item.call.path}.retry.attempts", 1) for item in retried))
    shorter = _shorter(review, nesting)
    if shorter:
        names = ", ".join(f"{item.call.callee} {duration(timeout)}" for item, timeout in shorter)
        edits = tuple(Edit(f"{item.call.path}.timeout", duration(timeout)) for item, timeout in shorter)
        yield Fix(f"give one try less time: {names}", edits)


def _needed_once(nesting: Nesting) -> timedelta:
    """The longest time with one try of every call."""
    own = sum((step.longest for step in nesting.steps if not step.calls), timedelta())
    groups = (max(item.timeout for item in step.calls) for step in nesting.steps if step.calls)
    return own + sum(groups, timedelta())


def _shorter(review: Review, nesting: Nesting) -> list[tuple[CallTime, timedelta]]:
    """Timeouts of the longest group with which everything fits, if no callee needs more for 99 of 100 answers."""
    for step in _longest_first(nesting)[:1]:
        allowed = step.longest - nesting.missing
        long = [item for item in step.calls if item.longest > allowed]
        found = [(item, rounded_down((allowed - sum(item.backoffs, timedelta())) / item.tries)) for item in long]
        if all(timeout > timedelta() and not _exceeds(review, item, timeout) for item, timeout in found):
            return found
    return []


def _exceeds(review: Review, item: CallTime, timeout: timedelta) -> bool:
    return exceeds(review, item.call.callee, timeout)


RULE = Rule(
    id="RES03",
    title="Deadlines do not nest",
    severity="error",
    covers=("S4",),
    source="Google SRE book and workbook, deadline propagation",
    condition=(
        "D(op) < p99own + the sum over sequential groups of the largest n t + sum b_k of their parallel calls, "
        "b_k = min(backoff x 2^(k-1), cap)"
    ),
    fix="choice",
    check=check,
)
