"""Deadlines, timeouts and tries, worked out bottom-up over the call graph: the callee before its caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from math import ceil

from msgen.topology.calls import (
    BACKOFF,
    CAP,
    Callee,
    Edge,
    callee_of_external,
    resolve_call,
    total_time,
)
from msgen.topology.levels import Sources, YamlPath
from msgen.topology.model import Call, External
from msgen.topology.operations import OperationDraft
from msgen.topology.profiles import Profile

SHORTEST = timedelta(milliseconds=500)
IN_A_CYCLE = timedelta(seconds=1)
_STEP = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Timed:
    """The deadline of an operation and its resolved calls."""

    deadline: timedelta
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Clockwork:
    """Everything that the derivation looks at."""

    drafts: Mapping[str, OperationDraft]
    """By object path."""
    edges: Mapping[str, tuple[Edge, ...]]
    externals: Mapping[str, External]
    external_limits: Mapping[str, Decimal]
    rates: Mapping[str, Decimal]
    minimum_pods: Mapping[str, int]
    """By service."""
    concurrency: Mapping[str, int | None]
    profile: Profile
    sources: Sources

    def operations(self) -> Mapping[str, Timed]:
        """Every operation with its deadline and calls, by object path."""
        timed: dict[str, Timed] = {}
        cyclic = _in_cycles(self.drafts, self.edges)
        for path in _callees_first(self.drafts, self.edges):
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
        derived = IN_A_CYCLE if cyclic else max(SHORTEST, _rounded(draft.latency_p99 + _longest(calls)))
        source = "derived: it is part of a call cycle" if cyclic else "derived from its own p99 and its calls"
        return Timed(self.sources.note(f"{path}.timeout", derived, source), calls)

    def _calls(
        self, caller: str, deadline: timedelta | None, own: timedelta, timed: Mapping[str, Timed]
    ) -> tuple[Call, ...]:
        edges = self.edges.get(caller, ())
        share = _share(edges, deadline, own)
        service = caller.partition(".")[0]
        resolved = []
        for edge in edges:
            callee = self._callee(edge, timed)
            rate = self.rates.get(edge.path)
            per_pod = None if rate is None else rate / max(1, self.minimum_pods[service])
            resolved.append(
                resolve_call(
                    edge,
                    callee,
                    share,
                    per_pod,
                    self.concurrency[service],
                    self.profile,
                    self.sources,
                    window_fits_two=self._two_fit(edge, callee, share, rate),
                )
            )
        return tuple(resolved)

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
        )

    def _two_fit(self, edge: Edge, callee: Callee, share: timedelta | None, rate: Decimal | None) -> bool:
        if edge.operation is None:
            limit = self.external_limits.get(edge.target)
            if limit is not None and rate is not None and 2 * rate > limit:
                return False
        if share is None:
            return True
        timeout = edge.written.timeout
        one = timeout if isinstance(timeout, timedelta) else min(callee.deadline, max(share, callee.latency_p99))
        return total_time(one, 2, BACKOFF, CAP) <= share


def _share(edges: Sequence[Edge], deadline: timedelta | None, own: timedelta) -> timedelta | None:
    """An equal part for each group of what a written deadline leaves after its own work and the written timeouts."""
    if deadline is None:
        return None
    written, open_groups = timedelta(), 0
    for group in _groups(edges):
        times = [edge.written.timeout for edge in group if isinstance(edge.written.timeout, timedelta)]
        if len(times) == len(group):
            written += max(
                total_time(time, _tries(edge), BACKOFF, CAP) for time, edge in zip(times, group, strict=True)
            )
        else:
            open_groups += 1
    left = max(timedelta(), deadline - own - written)
    return left / open_groups if open_groups else left


def _tries(edge: Edge) -> int:
    retry = edge.written.retry
    return (retry.attempts if retry else None) or 1


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in edges:
        name = edge.written.group
        if groups and name is not None and groups[-1][0].written.group == name:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _longest(calls: Sequence[Call]) -> timedelta:
    """The sum over groups of the longest call in each."""
    total, longest, group = timedelta(), timedelta(), None
    for call in calls:
        time = total_time(call.timeout or IN_A_CYCLE, call.retry.attempts, call.retry.backoff, call.retry.cap)
        if call.group is not None and call.group == group:
            longest = max(longest, time)
            continue
        total += longest
        longest, group = time, call.group
    return total + longest


def _rounded(time: timedelta) -> timedelta:
    return ceil(time / _STEP) * _STEP


def _callees_first(drafts: Mapping[str, OperationDraft], edges: Mapping[str, tuple[Edge, ...]]) -> Iterable[str]:
    """Operations in an order in which a callee stands before its caller, but for cycles; without recursion."""
    done: set[str] = set()
    for root in drafts:
        stack: list[tuple[str, bool]] = [(root, False)]
        waiting: set[str] = set()
        while stack:
            path, left = stack.pop()
            if left:
                if path not in done:
                    done.add(path)
                    yield path
                continue
            if path in done or path in waiting:
                continue
            waiting.add(path)
            stack.append((path, True))
            stack.extend((callee, False) for callee in reversed(_callees(edges.get(path, ()))))


def _callees(edges: Iterable[Edge]) -> list[str]:
    return [f"{edge.target}.{edge.operation}" for edge in edges if edge.operation is not None]


def _in_cycles(drafts: Mapping[str, OperationDraft], edges: Mapping[str, tuple[Edge, ...]]) -> frozenset[str]:
    """The operations that reach themselves through calls: members of a strongly connected component with a cycle."""
    order: list[str] = list(_callees_first(drafts, edges))
    callers: dict[str, list[str]] = {}
    for path in drafts:
        for callee in _callees(edges.get(path, ())):
            callers.setdefault(callee, []).append(path)
    component: dict[str, str] = {}
    for root in reversed(order):
        stack = [root]
        while stack:
            path = stack.pop()
            if path in component:
                continue
            component[path] = root
            stack.extend(caller for caller in callers.get(path, ()) if caller not in component)
    sizes: dict[str, int] = {}
    for root in component.values():
        sizes[root] = sizes.get(root, 0) + 1
    return frozenset(path for path in drafts if sizes[component[path]] > 1 or path in _callees(edges.get(path, ())))
