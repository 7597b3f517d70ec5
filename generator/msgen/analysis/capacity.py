"""Are there enough pods: at the peak, in an ordinary hour, without a zone, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from msgspec import Struct

from msgen.analysis.growth import months_to
from msgen.analysis.load import Load
from msgen.analysis.queueing import erlang_c, waiting_time
from msgen.analysis.service_time import ServiceTime, mean_service_time
from msgen.analysis.visits import Visits, is_known, missing_peaks, visits_by_service
from msgen.topology.model import Service, Topology

STEADYING = timedelta(seconds=15)
"""Until the autoscaler has seen a change: added to the start-up of a pod."""


class Queue(Struct, frozen=True):
    """The pods at the peak as one M/M/c queue."""

    servers: int
    """Pods at the peak x concurrency."""
    service_time: float
    """Mean, in seconds: own work, and for a `sync` runtime the time it is blocked on callees."""
    utilisation: float
    """rho = lam S / c; from 1 on the line grows without end."""
    waiting: float
    """Probability that a request waits (Erlang C)."""
    wait_p99: float | None
    """Seconds; `None` where the line grows without end."""


class Capacity(Struct, frozen=True):
    """Pods and rates of one service; rates per second.

    What rests on the load is `None` where no journey that reaches the service has a peak, and where none has at all.
    """

    service: str
    lam: Decimal | None
    """The least it can be where `missing` names a peak."""
    per_pod: Decimal
    minimum: int
    maximum: int
    zones: int
    pods: int | None
    """The bare need: ceil(lam / per_pod)."""
    provision: int | None
    """What to provide: ceil(lam / (per_pod x target))."""
    pods_at_peak: int | None
    """What the autoscaler reaches: min(max, max(min, provision))."""
    ceiling: Decimal
    """max x per_pod."""
    floor: Decimal
    """min x per_pod."""
    ordinary: Decimal | None
    """The load of an ordinary hour: each journey's part divided by its peak factor."""
    rise: Decimal | None
    """What the load gains on the way to the peak until new pods serve, dlam/dt x (startup + 15 s); at most all."""
    headroom: Decimal
    """What the least number of pods can take in addition: min x per_pod x (1 - target) / target."""
    without_zone: Decimal | None
    """What is left when the fullest zone is lost; `None` with one zone."""
    maximum_for_zone_loss: int | None
    """The smallest `scaling.max` that bears the loss of a zone; `None` with one zone."""
    months_to_ceiling: float | None
    """Until growth reaches the ceiling: 0 where it has, `None` where it never does."""
    waiting_share: float | None
    """The part of the mean service time that waits for callees; `None` for a worker, or where a latency is missing."""
    queue: Queue | None
    missing: tuple[str, ...]
    """Facts that nobody gave: `journeys.search.peak`, `orders.scaling.concurrency`, `psp.latency`."""
    assumed: tuple[str, ...]
    """Assumed facts of the pod figures: `orders.scaling.per_pod`."""
    assumed_floor: tuple[str, ...]
    """Those, and what `ordinary`, `rise` and `headroom` rest on: `journeys.search.peak_factor`."""
    assumed_queue: tuple[str, ...]
    """Those of the queue and of the waiting share."""


def capacities(
    topology: Topology, load: Load, visits: Visits, times: Mapping[str, ServiceTime]
) -> Mapping[str, Capacity]:
    """Of every service, by name."""
    reached = visits_by_service(topology, visits)
    return {
        name: _Pods(topology, service, load, reached[name], times).capacity()
        for name, service in topology.services.items()
    }


class _Pods(Struct, frozen=True):
    topology: Topology
    service: Service
    load: Load
    visits: Mapping[str, Decimal]
    """How often one turn of a journey asks the service, by journey that does."""
    times: Mapping[str, ServiceTime]

    def capacity(self) -> Capacity:
        scaling, zones = self.service.scaling, self.topology.platform.zones
        known = self.load.known and is_known(self.topology, self.visits)
        lam = self.load.services[self.service.name] if known else None
        pods = None if lam is None else _ceil(lam / scaling.per_pod)
        provision = None if lam is None else _ceil(lam * 100 / (scaling.per_pod * scaling.target))
        at_peak = None if provision is None else min(scaling.maximum, max(scaling.minimum, provision))
        time = self._time()
        ceiling = scaling.maximum * scaling.per_pod
        return Capacity(
            service=self.service.name,
            lam=lam,
            per_pod=scaling.per_pod,
            minimum=scaling.minimum,
            maximum=scaling.maximum,
            zones=zones,
            pods=pods,
            provision=provision,
            pods_at_peak=at_peak,
            ceiling=ceiling,
            floor=scaling.minimum * scaling.per_pod,
            ordinary=self._ordinary() if known else None,
            rise=self._rise() if known else None,
            headroom=scaling.minimum * scaling.per_pod * (100 - scaling.target) / scaling.target,
            without_zone=None if zones <= 1 else left_without_zone(scaling.maximum, zones) * scaling.per_pod,
            maximum_for_zone_loss=None if zones <= 1 or pods is None else pods_for_zone_loss(pods, zones),
            months_to_ceiling=months_to(self.topology, self.visits, ceiling),
            waiting_share=None if time is None or time.missing else time.waiting_share,
            queue=self._queue(time, at_peak, lam),
            missing=self._missing(time),
            assumed=self._assumed("scaling.per_pod"),
            assumed_floor=(*self._assumed("scaling.per_pod", "scaling.startup"), *self._assumed_of_journeys()),
            assumed_queue=(*self._assumed("scaling.per_pod"), *(time.assumed if time else ())),
        )

    def _time(self) -> ServiceTime | None:
        paths = (operation.object_path for operation in self.service.operations)
        rates = {path: float(self.load.operations[path]) for path in paths}
        return mean_service_time(self.service, self.times, rates)

    def _ordinary(self) -> Decimal:
        return sum((part / self.topology.journeys[name].peak_factor for name, part in self._parts()), Decimal(0))

    def _rise(self) -> Decimal:
        """lam (1 - 1 / peak_factor) / ramp of each journey, for as long as a new pod takes."""
        seconds = _seconds(self.service.scaling.startup + STEADYING)
        total = Decimal(0)
        for name, part in self._parts():
            journey = self.topology.journeys[name]
            ramp = _seconds(journey.ramp)
            gained = part * (1 - 1 / journey.peak_factor)
            total += gained if ramp <= seconds else gained * seconds / ramp
        return total

    def _parts(self) -> list[tuple[str, Decimal]]:
        """The journeys that reach the service, with what they bring."""
        journeys = self.topology.journeys
        return [(name, count * rate) for name, count in self.visits.items() if (rate := journeys[name].rate)]

    def _queue(self, time: ServiceTime | None, pods: int | None, lam: Decimal | None) -> Queue | None:
        concurrency = self.service.scaling.concurrency
        if time is None or pods is None or lam is None or concurrency is None:
            return None
        if self.service.model == "sync" and time.missing:
            return None
        seconds = time.total if self.service.model == "sync" else time.own
        servers, rate = pods * concurrency, float(lam)
        return Queue(
            servers=servers,
            service_time=seconds,
            utilisation=rate * seconds / servers if servers else 0.0,
            waiting=erlang_c(rate * seconds, servers),
            wait_p99=waiting_time(rate, seconds, servers),
        )

    def _missing(self, time: ServiceTime | None) -> tuple[str, ...]:
        found = list(missing_peaks(self.topology, self.visits))
        if time is not None and self.service.scaling.concurrency is None:
            found.append(f"{self.service.name}.scaling.concurrency")
        return (*found, *(time.missing if time else ()))

    def _assumed(self, *keys: str) -> tuple[str, ...]:
        paths = (f"{self.service.name}.{key}" for key in keys)
        return tuple(path for path in paths if self.topology.is_assumed(path))

    def _assumed_of_journeys(self) -> tuple[str, ...]:
        paths = (f"journeys.{name}.{key}" for name, _ in self._parts() for key in ("peak_factor", "ramp"))
        return tuple(path for path in paths if self.topology.is_assumed(path))


def left_without_zone(pods: int, zones: int) -> int:
    """Pods that are left when the fullest of the zones is lost."""
    return pods - -(-pods // zones)


def pods_for_zone_loss(needed: int, zones: int) -> int:
    """The fewest pods of which the needed ones are left when the fullest zone is lost."""
    return -(-needed * zones // (zones - 1))


def _ceil(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))


def _seconds(time: timedelta) -> Decimal:
    return Decimal(time // timedelta(microseconds=1)) / 1_000_000
