"""How long operations take on average, and how much of that they wait for their callees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from math import exp, log

from msgspec import Struct

from msgen.analysis.calls import Calls, CallSite
from msgen.analysis.graph import forward_edges
from msgen.topology.model import Service, Topology

Z99 = 2.3263
"""The 99th percentile of the standard normal distribution, rounded."""


class ServiceTime(Struct, frozen=True):
    """Seconds, on average."""

    own: float
    waiting: float
    """For its callees: the sum over groups of the longest call in each, by their means."""
    missing: tuple[str, ...] = ()
    """Facts that nobody gave, which count as nothing: `psp.latency`."""
    assumed: tuple[str, ...] = ()
    """Object paths of the assumed facts in it."""

    @property
    def total(self) -> float:
        return self.own + self.waiting

    @property
    def waiting_share(self) -> float:
        return self.waiting / self.total if self.total else 0.0


def lognormal_mean(p50: timedelta, p99: timedelta) -> float:
    """The mean of the lognormal distribution with these percentiles, in seconds: p50 exp(sigma^2 / 2)."""
    median, tail = p50.total_seconds(), p99.total_seconds()
    if median <= 0 or tail <= median:
        return tail
    sigma = log(tail / median) / Z99
    return median * exp(sigma**2 / 2)


def service_times(topology: Topology, calls: Calls) -> Mapping[str, ServiceTime]:
    """Of every operation, by object path, and of every external system, by name.

    Calls count as often as they are made per request; calls that close a cycle count nothing.
    """
    operations = {item.object_path: item for service in topology.services.values() for item in service.operations}
    order, forward = forward_edges(operations, calls.graph)
    found = {name: _of_external(topology, name) for name in topology.externals}
    for path in reversed(order):
        if path not in operations:
            continue
        operation, followed = operations[path], set(forward[path])
        sites = [site for site in calls.of(path) if site.callee in followed]
        assumed = tuple(name for name in (f"{path}.latency.p50", f"{path}.latency.p99") if topology.is_assumed(name))
        callees = [found[site.callee] for site in sites]
        found[path] = ServiceTime(
            own=lognormal_mean(operation.latency_p50, operation.latency_p99),
            waiting=_waiting(sites, found),
            missing=_union(item.missing for item in callees),
            assumed=_union([assumed, *(item.assumed for item in callees)]),
        )
    return found


def mean_service_time(
    service: Service, times: Mapping[str, ServiceTime], rates: Mapping[str, float]
) -> ServiceTime | None:
    """Over a service's operations by their rates, or evenly where none has one; `None` for a worker."""
    paths = [operation.object_path for operation in service.operations]
    if not paths:
        return None
    weights = {path: rates.get(path, 0.0) for path in paths}
    if not any(weights.values()):
        weights = dict.fromkeys(paths, 1.0)
    used = [path for path in paths if weights[path]]
    total = sum(weights.values())
    return ServiceTime(
        own=sum(weights[path] * times[path].own for path in used) / total,
        waiting=sum(weights[path] * times[path].waiting for path in used) / total,
        missing=_union(times[path].missing for path in used),
        assumed=_union(times[path].assumed for path in used),
    )


def _of_external(topology: Topology, name: str) -> ServiceTime:
    external = topology.externals[name]
    if external.latency_p50 is None or external.latency_p99 is None:
        return ServiceTime(0.0, 0.0, missing=(f"{name}.latency",))
    return ServiceTime(lognormal_mean(external.latency_p50, external.latency_p99), 0.0)


def _waiting(sites: Sequence[CallSite], times: Mapping[str, ServiceTime]) -> float:
    total, longest = 0.0, 0.0
    group: tuple[str | None, str | None] | None = None
    for site in sites:
        time = times[site.callee].total * float(site.call.per_request * site.share)
        own_group = (site.version, site.call.group)
        if site.call.group is not None and own_group == group:
            longest = max(longest, time)
            continue
        total += longest
        longest, group = time, own_group
    return total + longest


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
