"""RES11: a bulkhead that turns away ordinary calls, or bulkheads that keep nothing apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgen.analysis.calls import CallSite
from msgen.analysis.queueing import in_flight
from msgen.lint.rates import ceiling, floor, milliseconds
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._latency import assumed_of, p99_above
from msgen.lint.rules.resilience._load import shown_rate
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Call, Service
from msgen.topology.timing import LONGEST

_MICROSECOND = timedelta(microseconds=1)


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        yield from _too_small(review, site)
    for service in review.topology.services.values():
        yield from _too_big(review, service)


def _too_small(review: Review, site: CallSite) -> Iterator[Smell]:
    path, bulkhead = f"{site.path}.bulkhead", site.call.bulkhead
    if bulkhead is None or not review.topology.is_written(path):
        return
    lam = review.analysis.calls_per_pod[site.path]
    p99 = p99_above(review, site.callee, _time_for(bulkhead, lam))
    if p99 is None:
        return
    needed = in_flight(lam, p99)
    yield Smell(
        path,
        f"bulkhead {bulkhead} is below {needed:.0f} ({shown_rate(review, site)} x {milliseconds(p99)})",
        assumed=assumed_of(review, site.callee),
        fixes=(Fix(f"raise it to {ceiling(needed)}", (Edit(path, ceiling(needed)),)),),
    )


def _time_for(bulkhead: int, lam: Decimal) -> timedelta:
    """The longest p99 of a callee with which so many calls are enough, to the microsecond."""
    most = LONGEST // _MICROSECOND
    return timedelta(microseconds=most if bulkhead * 1_000_000 > most * lam else floor(bulkhead * 1_000_000 / lam))


def _too_big(review: Review, service: Service) -> Iterator[Smell]:
    concurrency = service.scaling.concurrency
    together = max(sum(call.bulkhead or 0 for call in calls) for calls in _of_a_pod(service))
    if concurrency is None or together <= concurrency:
        return
    yield Smell(
        f"{service.name}.scaling.concurrency",
        f"a pod takes {concurrency} requests at once, its bulkheads let {together} calls go: they keep nothing apart",
        fixes=(_smaller(review, service, concurrency),),
    )


def _of_a_pod(service: Service) -> Iterator[list[Call]]:
    """The calls that one pod makes: those of all versions, with those of its own."""
    common = [call for operation in service.operations for call in operation.calls]
    common += [call for subscription in service.subscriptions for call in subscription.calls]
    yield common
    for version in service.versions:
        yield [*common, *(call for calls in version.calls.values() for call in calls)]


def _smaller(review: Review, service: Service, concurrency: int) -> Fix:
    """Derived bulkheads share what a pod takes; each lets one call go at least."""
    limited = [call for call in service.calls() if call.bulkhead is not None]
    if len(limited) > concurrency:
        return Fix(f"raise it to {len(limited)} at least, one for each call with a bulkhead")
    written = [f"{call.path}.bulkhead" for call in limited if review.topology.is_written(f"{call.path}.bulkhead")]
    return Fix(
        f"take away {', '.join(written)}: derived ones share {concurrency}",
        tuple(Edit(path, REMOVED) for path in written),
    )


RULE = Rule(
    id="RES11",
    title="Bulkhead too small / too big",
    severity="warning",
    covers=("S4",),
    source="Nygard, Release It!",
    condition=(
        "per pod: a written `bulkhead` < lam_call x p99 of the callee (Little), or the sum of a service's bulkheads > "
        "written `scaling.concurrency`"
    ),
    fix="automatic",
    check=check,
)
