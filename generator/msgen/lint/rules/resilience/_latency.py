"""How long a callee takes, its own calls included."""

from __future__ import annotations

from datetime import timedelta

from msgen.lint.review import Review

_MILLISECOND = timedelta(milliseconds=1)


def p99_of(review: Review, callee: str) -> timedelta | None:
    """Exactly as given for who calls nobody, else from the grid; `None` where a latency on the way is unknown."""
    topology = review.topology
    if review.analysis.calls.of(callee):
        return review.analysis.system_latency.quantile(callee, 0.99)
    service, _, operation = callee.partition(".")
    return topology.operation(service, operation).latency_p99 if operation else topology.externals[service].latency_p99


def p99_above(review: Review, callee: str, limit: timedelta) -> timedelta | None:
    """The p99 of a callee where it is known to be above a limit; composed only where it can be."""
    if review.analysis.calls.of(callee) and not review.analysis.system_latency.exceeds(callee, limit):
        return None
    p99 = p99_of(review, callee)
    return p99 if p99 is not None and p99 > limit else None


def exceeds(review: Review, callee: str, limit: timedelta) -> bool:
    return p99_above(review, callee, limit) is not None


def assumed_of(review: Review, callee: str) -> tuple[str, ...]:
    """Assumed facts of that p99."""
    found = review.analysis.system_latency.assumed(callee)
    return found if review.analysis.calls.of(callee) else tuple(path for path in found if path.endswith(".p99"))


def enough_for(review: Review, callee: str) -> timedelta | None:
    """A timeout that one answer in a thousand misses, in full milliseconds; `None` where a latency is unknown."""
    time = review.analysis.system_latency.quantile(callee, 0.999)
    return None if time is None else rounded_up(time)


def rounded_up(time: timedelta) -> timedelta:
    return -(-time // _MILLISECOND) * _MILLISECOND


def rounded_down(time: timedelta) -> timedelta:
    return time // _MILLISECOND * _MILLISECOND
