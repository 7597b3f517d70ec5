"""Of latencies on the grid, and of the longest times of operations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.analysis.analysis import Analysis
from msgen.analysis.calls import CallSite
from msgen.analysis.derivations.derivation import Derivation, in_milliseconds, shown, values
from msgen.analysis.latency import EntryLatency
from msgen.analysis.latency.work import callers_first

_COMPOSED = (
    "each part is a lognormal with its p50 and p99; calls in sequence add up, of a parallel group the slowest counts, "
    "a try that fails or takes longer than its timeout is followed by the wait and the next"
)
_LONGEST = "p99 of its own work + over groups of calls the longest of: tries x timeout + waits between them"


def of_journey(analysis: Analysis, name: str) -> Derivation | None:
    journey = analysis.topology.journeys.get(name.removeprefix("journeys."))
    if journey is None or not name.startswith("journeys."):
        return None
    found = analysis.latency[journey.name]
    target = f"; {in_milliseconds(journey.latency_p99)} promised" if journey.latency_p99 is not None else ""
    return Derivation(
        path=f"{name}.latency",
        result=f"{'; '.join(map(_result, found))}{target}",
        formula=_COMPOSED,
        working=tuple(line for entry in found for line in _working(entry)),
        inputs=values(f"{name}.entry", *(path for entry in found for path in _inputs(analysis, entry.entry))),
        missing=tuple(dict.fromkeys(path for entry in found for path in entry.missing)),
    )


def of_operation(analysis: Analysis, name: str) -> Derivation | None:
    if name not in analysis.deadlines:
        return None
    found = analysis.system_latency.of_entry(name)
    inputs = values(*_inputs(analysis, name))
    return Derivation(f"{name}.latency", _result(found), _COMPOSED, tuple(_working(found)), inputs, found.missing)


def deadline(analysis: Analysis, name: str) -> Derivation | None:
    """The longest time of an operation against its deadline."""
    nesting = analysis.deadlines.get(name)
    if nesting is None:
        return None
    working, used = [], []
    for step in nesting.steps:
        call = step.decisive
        if call is None:
            working.append(f"own p99: {in_milliseconds(step.longest)}")
            continue
        waits = sum(call.backoffs, timedelta())
        working.append(
            f"{call.call.path}: {call.tries} x {in_milliseconds(call.timeout)} + {in_milliseconds(waits)} = "
            f"{in_milliseconds(call.longest)}"
        )
        used += [item.call.path for item in step.calls]
    working.append(f"{' + '.join(in_milliseconds(step.longest) for step in nesting.steps)} = "
                   f"{in_milliseconds(nesting.needed)}")  # fmt: skip
    paths = [f"{name}.timeout", f"{name}.latency.p99"]
    paths += [path for call in used for path in (f"{call}.timeout", f"{call}.retry.attempts", f"{call}.retry.backoff")]
    result = f"{in_milliseconds(nesting.needed)} at the longest, {in_milliseconds(nesting.deadline)} allowed"
    return Derivation(f"{name}.deadline", result, _LONGEST, tuple(working), values(*paths))


def _result(found: EntryLatency) -> str:
    if found.p99 is None:
        return f"{found.entry}: not known"
    return f"{found.entry}: p50 {in_milliseconds(found.p50)}, p99 {in_milliseconds(found.p99)}"


def _working(found: EntryLatency) -> Iterator[str]:
    for name, share in found.variance_shares.items():
        yield f"{name} brings {shown(share * 100, '%')} of the variance of {found.entry}"


def _inputs(analysis: Analysis, entry: str) -> Iterator[str]:
    """Latencies of whatever is reached, and what bounds the calls between."""
    reached = callers_first(analysis.system_latency.works, entry)
    for name in reached:
        yield from (f"{name}.latency.p50", f"{name}.latency.p99")
    for name in reached:
        yield from (path for site in analysis.calls.of(name) for path in _of_call(site))


def _of_call(site: CallSite) -> Iterator[str]:
    yield f"{site.path}.timeout"
    yield f"{site.path}.retry.attempts"
    if site.call.retry.attempts > 1:
        yield f"{site.path}.retry.backoff"
