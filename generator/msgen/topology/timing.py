"""Deadlines, timeouts and tries, worked out bottom-up over the call graph: the callee before its caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from math import ceil

from msgspec import Struct

from msgen.topology.budgets import Budget, budget
from msgen.topology.bulkheads import UNKNOWN_LOAD, derived_bulkheads
from msgen.topology.call_graph import callees_first, in_cycles
from msgen.topology.calls import Callee, Derived, Edge, callee_of_external, p95, resolve_call, total_time
from msgen.topology.levels import Sources, YamlPath
from msgen.topology.load import Load
from msgen.topology.model import Call, External
from msgen.topology.operations import OperationDraft
from msgen.topology.profiles import Profile
from msgen.topology.service_time import waiting_shares

SHORTEST = timedelta(milliseconds=500)
IN_A_CYCLE = timedelta(seconds=1)
LONGEST = timedelta(days=36_500)
"""No duration of a spec is longer; tries that multiply along a deep chain would outgrow every clock."""
_STEP = timedelta(milliseconds=50)


class Timed(Struct, frozen=True):
    """The deadline of an operation and its resolved calls."""

    deadline: timedelta
    calls: tuple[Call, ...]


class Clockwork(Struct, frozen=True, dict=True):
    """Everything that the derivation looks at."""

    drafts: Mapping[str, OperationDraft]
    """By object path."""
    edges: Mapping[str, tuple[Edge, ...]]
    externals: Mapping[str, External]
    external_limits: Mapping[str, Decimal]
    load: Load
    minimum_pods: Mapping[str, int]
    """By service."""
    concurrency: Mapping[str, int | None]
    profile: Profile
    sources: Sources

    def operations(self) -> Mapping[str, Timed]:
        """Every operation with its deadline and calls, by object path."""
        timed: dict[str, Timed] = {}
        cyclic = in_cycles(self.drafts, self._edges_with_versions)
        for path in callees_first(self.drafts, self._edges_with_versions):
            timed[path] = self._time(path, timed, path in cyclic)
        return timed

    def calls_of(self, caller: str, timed: Mapping[str, Timed]) -> tuple[Call, ...]:
        """The calls of a handler, which has no deadline of its own."""
        return self._calls(caller, None, timedelta(), timed)

    def _time(self, path: str, timed: Mapping[str, Timed], cyclic: bool) -> Timed:
        draft = self.drafts[path]
        calls = self._calls(path, draft.timeout, draft.latency_p99, timed)
        place: YamlPath = ("services", draft.service, "api", "operations", draft.name, "timeout")
        if draft.timeout is not None:
            self.sources.note(f"{path}.timeout", draft.timeout, "written", place)
            return Timed(draft.timeout, calls)
        calling = self._longest(path, calls, timed) + self._slowest_version(path, timed)
        longest = min(draft.latency_p99 + calling, LONGEST)
        derived = IN_A_CYCLE if cyclic else max(SHORTEST, _rounded(longest))
        source = "derived: it is part of a call cycle" if cyclic else "derived from its own p99 and its calls"
        return Timed(self.sources.note(f"{path}.timeout", derived, source), calls)

    def _slowest_version(self, path: str, timed: Mapping[str, Timed]) -> timedelta:
        """What the calls of a version add to those of the operation, at most."""
        added = (
            self._longest(version, self.calls_of(version, timed), timed) for version in self._versions.get(path, ())
        )
        return max(added, default=timedelta())

    @cached_property
    def _edges_with_versions(self) -> Mapping[str, tuple[Edge, ...]]:
        """The calls of each operation with those of its versions."""
        return {
            path: (*edges, *(edge for version in self._versions.get(path, ()) for edge in self.edges[version]))
            for path, edges in self.edges.items()
        }

    @cached_property
    def _versions(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in self.edges:
            if "@" in path:
                service, _, operation = path.partition(".")
                found.setdefault(f"{service.partition('@')[0]}.{operation}", []).append(path)
        return {path: tuple(items) for path, items in found.items()}

    def _calls(
        self, caller: str, deadline: timedelta | None, own: timedelta, timed: Mapping[str, Timed]
    ) -> tuple[Call, ...]:
        edges = self.edges.get(caller, ())
        left = budget(edges, deadline, own)
        return tuple(self._call(edge, left, timed) for edge in edges)

    def _call(self, edge: Edge, left: Budget | None, timed: Mapping[str, Timed]) -> Call:
        callee = self._callee(edge, timed)
        one_try = callee.deadline if left is None else left.one_try(edge, callee)
        rate = self.load.edges.get(edge.path)
        derived = Derived(
            timeout=one_try,
            leaves_less=one_try < callee.deadline,
            two_tries_fit=(left is None or left.fits_two(edge, callee)) and self._external_allows_two(edge),
            bulkhead=self._bulkheads.get(edge.path, UNKNOWN_LOAD),
            rate=None if rate is None else rate / max(1, self.minimum_pods[_service(edge.caller)]),
        )
        return resolve_call(edge, callee, derived, self.profile, self.sources)

    def _callee(self, edge: Edge, timed: Mapping[str, Timed]) -> Callee:
        if edge.operation is None:
            return callee_of_external(self.externals[edge.target])
        path = f"{edge.target}.{edge.operation}"
        draft = self.drafts[path]
        known = timed.get(path)
        deadline = draft.timeout or (known.deadline if known else IN_A_CYCLE)
        return Callee(
            deadline=deadline,
            latency_p99=draft.latency_p99,
            repeatable=draft.idempotent or draft.idempotency_key is not None,
            calls_others=bool(self.edges.get(path)),
            hedge_after=p95(draft.latency_p50, draft.latency_p99) if draft.hedge else None,
        )

    def _external_allows_two(self, edge: Edge) -> bool:
        """Twice the load fits the quota of an external system."""
        limit, rate = self.external_limits.get(edge.target), self.load.edges.get(edge.path)
        return edge.operation is not None or limit is None or rate is None or 2 * rate <= limit

    @cached_property
    def waiting_shares(self) -> Mapping[str, float]:
        """The share of its service time that each service waits for its callees."""
        return waiting_shares(self.drafts, self.edges, self.externals, self.load.operations)

    @cached_property
    def _bulkheads(self) -> Mapping[str, int]:
        """Of every call, by its object path: the calls of one service share what its pods may hold in flight."""
        by_service: dict[str, list[tuple[Edge, Callee]]] = {}
        for caller, edges in self.edges.items():
            found = by_service.setdefault(_service(caller), [])
            found += [(edge, self._callee(edge, {})) for edge in edges]
        together: dict[str, int] = {}
        for service, calls in by_service.items():
            pods, concurrency = self.minimum_pods[service], self.concurrency[service]
            together |= derived_bulkheads(calls, self.load.edges, pods, concurrency)
        return together

    def _longest(self, path: str, calls: Sequence[Call], timed: Mapping[str, Timed]) -> timedelta:
        """The sum over groups of the longest call in each; one without a timeout counts with its callee's deadline."""
        total, longest, group = timedelta(), timedelta(), None
        for edge, call in zip(self.edges.get(path, ()), calls, strict=True):
            one = call.timeout if call.timeout is not None else self._callee(edge, timed).deadline
            time = total_time(one, call.retry.attempts, call.retry.backoff, call.retry.cap)
            if call.group is not None and call.group == group:
                longest = max(longest, time)
                continue
            total = min(total + longest, LONGEST)
            longest, group = time, call.group
        return min(total + longest, LONGEST)


def _service(path: str) -> str:
    return path.partition(".")[0].partition("@")[0]


def _rounded(time: timedelta) -> timedelta:
    return ceil(time / _STEP) * _STEP
