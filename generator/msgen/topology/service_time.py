"""How long operations take on average, and how much of that they wait for their callees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from math import exp, log

from msgspec import Struct

from msgen.topology.call_graph import callees_first
from msgen.topology.calls import Edge
from msgen.topology.model import External
from msgen.topology.operations import OperationDraft

_P99 = 2.3263
"""The 99th percentile of the standard normal distribution."""


class ServiceTime(Struct, frozen=True):
    """Seconds, on average."""

    own: float
    waiting: float


def waiting_shares(
    drafts: Mapping[str, OperationDraft],
    edges: Mapping[str, tuple[Edge, ...]],
    externals: Mapping[str, External],
    rates: Mapping[str, Decimal],
) -> Mapping[str, float]:
    """The share of its service time that each service waits; operations count by their load, if a journey gives one."""
    times: dict[str, ServiceTime] = {}
    for path in callees_first(drafts, edges):
        draft = drafts[path]
        own = lognormal_mean(draft.latency_p50, draft.latency_p99)
        times[path] = ServiceTime(own, _waiting(edges.get(path, ()), times, externals))
    found: dict[str, list[tuple[float, ServiceTime]]] = {}
    for path, time in times.items():
        service = drafts[path].service
        found.setdefault(service, []).append((float(rates.get(path, 0)), time))
    return {service: _share(weighted) for service, weighted in found.items()}


def lognormal_mean(p50: timedelta, p99: timedelta) -> float:
    """The mean of the lognormal distribution with these percentiles, in seconds."""
    median, tail = p50.total_seconds(), p99.total_seconds()
    if median <= 0 or tail <= median:
        return tail
    sigma = log(tail / median) / _P99
    return median * exp(sigma**2 / 2)


def _waiting(edges: Sequence[Edge], times: Mapping[str, ServiceTime], externals: Mapping[str, External]) -> float:
    """The sum over groups of the longest call in each; a callee inside a call cycle that is not known yet counts 0."""
    total, longest, group = 0.0, 0.0, None
    for edge in edges:
        time = _of_callee(edge, times, externals)
        if edge.written.group is not None and edge.written.group == group:
            longest = max(longest, time)
            continue
        total += longest
        longest, group = time, edge.written.group
    return total + longest


def _of_callee(edge: Edge, times: Mapping[str, ServiceTime], externals: Mapping[str, External]) -> float:
    if edge.operation is None:
        external = externals[edge.target]
        if external.latency_p50 is None or external.latency_p99 is None:
            return 0.0
        return lognormal_mean(external.latency_p50, external.latency_p99)
    known = times.get(f"{edge.target}.{edge.operation}")
    return known.own + known.waiting if known else 0.0


def _share(weighted: Sequence[tuple[float, ServiceTime]]) -> float:
    loaded = any(rate > 0 for rate, _ in weighted)
    waiting = sum((rate if loaded else 1) * time.waiting for rate, time in weighted)
    total = sum((rate if loaded else 1) * (time.own + time.waiting) for rate, time in weighted)
    return waiting / total if total else 0.0
