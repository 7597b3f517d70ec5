"""What a written deadline of the caller leaves for its calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from msgen.topology.calls import Callee, Edge, edge_time, edge_tries


class Budget(Struct, frozen=True):
    """The time for calls without a written timeout, and for second tries of those with one."""

    share: timedelta
    """The longest time, tries included, of each group that has a call without a written timeout."""
    spare: timedelta
    """What each of the other groups may take in addition."""

    def one_try(self, edge: Edge, callee: Callee) -> timedelta:
        """The longest try of a call without a written timeout: never below the callee's p99."""
        tries = edge_tries(edge) or 1
        waits = edge_time(edge, timedelta(), tries)
        return max(callee.latency_p99, min(callee.deadline, (self.share - waits) / tries))

    def fits_two(self, edge: Edge, callee: Callee) -> bool:
        """Two tries of the call fit the deadline."""
        written = edge.written.timeout
        if isinstance(written, timedelta):
            return edge_time(edge, written, 2) - written <= self.spare
        return edge_time(edge, self.one_try(edge, callee), 2) <= self.share


def budget(edges: Sequence[Edge], deadline: timedelta | None, own: timedelta) -> Budget | None:
    """An equal part for each group of what a deadline leaves after its own work and the written timeouts.

    Groups with written timeouts may use only what no other group can claim.
    """
    if deadline is None:
        return None
    taken, fixed, open_groups = timedelta(), 0, 0
    for group in _groups(edges):
        times = [
            edge_time(edge, edge.written.timeout, edge_tries(edge) or 1)
            for edge in group
            if isinstance(edge.written.timeout, timedelta)
        ]
        if len(times) < len(group):
            open_groups += 1
            continue
        taken += max(times)
        fixed += any(edge_tries(edge) is None for edge in group)
    left = max(timedelta(), deadline - own - taken)
    nothing = timedelta()
    if open_groups:
        return Budget(left / open_groups, nothing)
    return Budget(nothing, left / fixed if fixed else nothing)


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in edges:
        name = edge.written.group
        if groups and name is not None and groups[-1][0].written.group == name:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups
