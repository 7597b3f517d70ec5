"""Pods and queues of each service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.capacity import Capacity, Queue
from msgen.analysis.report.figures import Figures, number, number_or_none, percent
from msgen.analysis.report.scope import Scope

_OF_QUEUE = (".concurrency", ".latency")


@dataclass(frozen=True, slots=True)
class WaitingLine(Figures):
    """The pods at the peak as one M/M/c queue."""

    servers: int
    """Pods at the peak x requests in flight per pod."""
    service_time_ms: float
    """Mean."""
    utilisation_percent: float
    """From 100 on the line grows without end."""
    waiting_percent: float
    """Requests that wait (Erlang C)."""
    wait_p99_ms: float | None
    """`null` where the line grows without end."""


@dataclass(frozen=True, slots=True)
class ServiceCapacity(Figures):
    """Pods of a service against its peak load with a year's growth; events are not in it."""

    service: str
    load_per_s: float | None
    """Offered load; `null` where no journey that comes here has a peak."""
    ordinary_per_s: float | None
    """In an ordinary hour."""
    rise_per_s: float | None
    """What the load gains until new pods serve."""
    headroom_per_s: float
    """What the least number of pods takes in addition."""
    per_pod_per_s: float
    pods_needed: int | None
    """The bare need: ceil(load / per pod)."""
    pods_to_provision: int | None
    """At the target utilisation."""
    pods_min: int
    pods_max: int
    pods_at_peak: int | None
    """What the autoscaler reaches."""
    ceiling_per_s: float
    """pods_max x per_pod_per_s."""
    is_short: bool
    """The load is known to be above the ceiling."""
    floor_is_short: bool
    """The least number of pods bears neither an ordinary hour nor the rise until new ones serve."""
    queue: WaitingLine | None
    """`null` where the requests in flight per pod are not known."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no load."""
    missing_for_queue: tuple[str, ...]
    """The same for the queue."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands, of pods."""
    assumed_for_floor: tuple[str, ...]
    """The same for `ordinary_per_s`, `rise_per_s` and `headroom_per_s`."""
    assumed_for_queue: tuple[str, ...]
    """The same for the queue."""
    explain: str
    """What `msgen explain` derives the figures for."""


def service_capacity(scope: Scope) -> Iterator[ServiceCapacity]:
    for name in scope.services:
        yield _capacity(scope, scope.analysis.capacity[name])


def _capacity(scope: Scope, found: Capacity) -> ServiceCapacity:
    return ServiceCapacity(
        service=found.service,
        load_per_s=number_or_none(found.lam),
        ordinary_per_s=number_or_none(found.ordinary),
        rise_per_s=number_or_none(found.rise),
        headroom_per_s=number(found.headroom),
        per_pod_per_s=number(found.per_pod),
        pods_needed=found.pods,
        pods_to_provision=found.provision,
        pods_min=found.minimum,
        pods_max=found.maximum,
        pods_at_peak=found.pods_at_peak,
        ceiling_per_s=number(found.ceiling),
        is_short=found.lam is not None and found.lam > found.ceiling,
        floor_is_short=_floor_is_short(found),
        queue=None if found.queue is None else _line(found.queue),
        missing=scope.missing_for(found.lam, [path for path in found.missing if not path.endswith(_OF_QUEUE)]),
        missing_for_queue=tuple(path for path in found.missing if path.endswith(_OF_QUEUE)),
        assumed=found.assumed,
        assumed_for_floor=found.assumed_floor,
        assumed_for_queue=found.assumed_queue,
        explain=f"{found.service}.capacity",
    )


def _floor_is_short(found: Capacity) -> bool:
    too_many = found.ordinary is not None and found.ordinary > found.floor
    return too_many or (found.rise is not None and found.rise > found.headroom)


def _line(queue: Queue) -> WaitingLine:
    return WaitingLine(
        servers=queue.servers,
        service_time_ms=number(queue.service_time * 1000),
        utilisation_percent=percent(queue.utilisation),
        waiting_percent=percent(queue.waiting),
        wait_p99_ms=None if queue.wait_p99 is None else number(queue.wait_p99 * 1000),
    )
