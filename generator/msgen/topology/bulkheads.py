"""Calls in flight at once towards each callee: by Little's law, together at most what a pod may hold in flight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import ceil, floor

from msgen.topology.calls import Callee, Edge, seconds

LEAST = 4
UNKNOWN_LOAD = 32


def derived_bulkheads(
    edges: Iterable[tuple[Edge, Callee]], rates: Mapping[str, Decimal], pods: int, concurrency: int | None
) -> Mapping[str, int]:
    """For every call of one service, by object path; `rates` are those of all pods together."""
    wanted: dict[str, int] = {}
    taken = 0
    for edge, callee in edges:
        if isinstance(edge.written.bulkhead, int):
            taken += edge.written.bulkhead
        elif edge.written.bulkhead is None:
            wanted[edge.path] = _little(rates.get(edge.path), pods, callee)
    if concurrency is None or taken + sum(wanted.values()) <= concurrency:
        return wanted
    left = max(0, concurrency - taken)
    total = sum(wanted.values())
    return {path: max(1, floor(count * left / total)) for path, count in wanted.items()}


def _little(rate: Decimal | None, pods: int, callee: Callee) -> int:
    if rate is None:
        return UNKNOWN_LOAD
    return max(LEAST, ceil(rate / max(1, pods) * seconds(callee.latency_p99)))
