"""What the operations, handlers and external systems of a topology do until they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from msgen.analysis.calls import handler_path
from msgen.analysis.graph import forward_edges
from msgen.analysis.latency.lognormal import Lognormal, fitted
from msgen.analysis.latency.work import Attempts, Groups, Work, Works
from msgen.topology.model import Call, External, Operation, Retry, Service, Topology


def works(topology: Topology) -> Works:
    """By object path; calls that lead back into the way to them are left out, a service's versions take turns."""
    found = {external.name: Work(_of_external(external)) for external in topology.externals.values()}
    for service in topology.services.values():
        found |= _of_service(service)
    _, forward = forward_edges(found, {name: work.callees for name, work in found.items()})
    return {name: _without_returns(work, frozenset(forward[name])) for name, work in found.items()}


def parallel_groups(calls: Iterable[Call]) -> Iterator[tuple[Call, ...]]:
    """Neighbouring calls of one group run in parallel, all others one after the other."""
    waiting: list[Call] = []
    for call in calls:
        if waiting and (call.group is None or waiting[0].group != call.group):
            yield tuple(waiting)
            waiting = []
        waiting.append(call)
    if waiting:
        yield tuple(waiting)


def waits(retry: Retry) -> tuple[timedelta, ...]:
    """The waits between the tries at their longest: b_k = min(backoff x 2^(k-1), cap)."""
    longest = [retry.backoff * 2**number for number in range(retry.attempts - 1)]
    return tuple(wait if retry.cap is None else min(wait, retry.cap) for wait in longest)


def _of_external(external: External) -> Lognormal | None:
    if external.latency_p50 is None or external.latency_p99 is None:
        return None
    return fitted(external.latency_p50, external.latency_p99)


def _of_service(service: Service) -> Iterator[tuple[str, Work]]:
    for operation in service.operations:
        own = fitted(operation.latency_p50, operation.latency_p99)
        yield operation.object_path, Work(own, _groups(operation.calls), tuple(_turns(service, operation)))
    for subscription in reversed(service.subscriptions):  # its own come first, and stay
        own = fitted(subscription.latency_p50, subscription.latency_p99)
        yield handler_path(service.name, subscription.event), Work(own, _groups(subscription.calls))


def _turns(service: Service, operation: Operation) -> Iterator[tuple[float, Groups]]:
    for version in service.versions:
        calls = version.calls.get(operation.name, ())
        if version.weight > 0 and calls:
            yield float(version.weight / 100), _groups(calls)


def _groups(calls: Sequence[Call]) -> Groups:
    return tuple(tuple(_attempts(call) for call in group) for group in parallel_groups(calls))


def _attempts(call: Call) -> Attempts:
    return Attempts(
        callee=call.callee,
        timeout=None if call.timeout is None else call.timeout.total_seconds(),
        waits=tuple(wait.total_seconds() for wait in waits(call.retry)),
        is_soft=not call.is_hard,
        fallback=call.fallback.to if call.fallback else None,
        hedge=None if call.hedge is None else call.hedge.total_seconds(),
    )


def _without_returns(work: Work, forward: Collection[str]) -> Work:
    return replace(
        work,
        groups=_forward(work.groups, forward),
        turns=tuple((share, _forward(groups, forward)) for share, groups in work.turns),
    )


def _forward(groups: Groups, forward: Collection[str]) -> Groups:
    kept = (
        tuple(
            call if call.fallback in forward else replace(call, fallback=None)
            for call in group
            if call.callee in forward
        )
        for group in groups
    )
    return tuple(group for group in kept if group)
