"""How long journeys take: their p99 on the grid, where it comes from, and what rests on assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from msgspec import Struct

from msgen.analysis.latency.composition import Composition
from msgen.analysis.latency.lognormal import fenton_wilkinson
from msgen.analysis.latency.resolved_work import works
from msgen.analysis.latency.shares import CriticalPath, critical_path, variance_shares
from msgen.analysis.latency.simulation import Simulated, simulated
from msgen.analysis.latency.work import Works, bound, callers_first
from msgen.topology.model import Topology

P99 = 0.99
_CLOSE = 0.02


class EntryLatency(Struct, frozen=True):
    """The latency of one entry of a journey, calls and tries included."""

    entry: str
    """Object path of the operation."""
    target: timedelta | None
    p50: timedelta | None
    """`None` where a fact is missing, like everything that follows."""
    p99: timedelta | None
    """Of the time until the caller has an answer or a failure."""
    failing: float | None
    """The share of requests that fail by timeouts, between 0 and 1."""
    critical_path: CriticalPath | None
    variance_shares: Mapping[str, float]
    """By object path of the operation or external system, the largest first."""
    missing: tuple[str, ...]
    """Object paths of unknown facts: `psp.latency`."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave: `payments.Pay.latency.p99`."""

    @property
    def dominant_hop(self) -> str | None:
        """The operation or external system that holds more than half of the variance."""
        name, share = next(iter(self.variance_shares.items()), (None, 0.0))
        return name if share > 0.5 else None

    @property
    def misses_target(self) -> bool:
        """Its p99 is known to be above the target."""
        return self.p99 is not None and self.target is not None and self.p99 > self.target

    @property
    def is_at_the_limit(self) -> bool:
        """The target is within 2% of the p99."""
        return self.p99 is not None and self.target is not None and abs(self.target - self.p99) <= _CLOSE * self.p99


class SystemLatency(Struct, frozen=True, dict=True):
    """The latency of whatever a system offers."""

    topology: Topology

    @cached_property
    def journeys(self) -> Mapping[str, tuple[EntryLatency, ...]]:
        """By name, for each entry in order; each has the journey's target."""
        return {
            name: tuple(self.of_entry(entry, journey.latency_p99) for entry in journey.entries)
            for name, journey in self.topology.journeys.items()
        }

    def of_entry(self, entry: str, target: timedelta | None = None) -> EntryLatency:
        composed = self._composition.of(entry)
        return EntryLatency(
            entry=entry,
            target=target,
            p50=self.quantile(entry, 0.5),
            p99=self.quantile(entry, P99),
            failing=None if composed is None else composed.failing,
            critical_path=None if composed is None else critical_path(self.works, entry),
            variance_shares={} if composed is None else variance_shares(self.works, entry),
            missing=self.missing(entry),
            assumed=self.assumed(entry),
        )

    def quantile(self, object_path: str, share: float) -> timedelta | None:
        """The time within which an operation, handler or external system has answered or failed, calls included.

        `None` where a latency on the way is unknown. 0.999 gives the timeout that RES01 proposes.
        """
        composed = self._composition.of(object_path)
        return None if composed is None else _duration(composed.quantile(share))

    def exceeds(self, object_path: str, limit: timedelta) -> bool | None:
        """Is the p99 above a limit; composed only where the longest possible time is."""
        longest = bound(self.works[object_path])
        if longest is not None and _duration(longest) <= limit:
            return False
        p99 = self.quantile(object_path, P99)
        return None if p99 is None else p99 > limit

    def simulated(self, entry: str) -> Simulated | None:
        """The display beside the grid: 20 000 samples with a fixed seed.

        `None` where a latency is unknown, or where one request brings about more than 200 others.
        """
        return simulated(self.works, entry)

    def hint(self, entry: str) -> timedelta | None:
        """The p99 by Fenton-Wilkinson, everything one after the other and without tries: for live hints only."""
        own = [self.works[name].own for name in callers_first(self.works, entry)]
        known = [work for work in own if work is not None]
        return _duration(fenton_wilkinson(known)) if len(known) == len(own) else None

    def missing(self, object_path: str) -> tuple[str, ...]:
        """Object paths of unknown latencies on the way."""
        return tuple(f"{name}.latency" for name in self._reached(object_path) if self.works[name].own is None)

    def assumed(self, object_path: str) -> tuple[str, ...]:
        """Object paths of assumed latencies on the way."""
        paths = [f"{name}.latency.{part}" for name in self._reached(object_path) for part in ("p50", "p99")]
        return tuple(path for path in paths if self.topology.is_assumed(path))

    @cached_property
    def works(self) -> Works:
        return works(self.topology)

    @cached_property
    def _composition(self) -> Composition:
        return Composition(self.works)

    def _reached(self, object_path: str) -> list[str]:
        return callers_first(self.works, object_path)


def _duration(seconds: float) -> timedelta:
    return timedelta(microseconds=round(seconds * 1e6))
