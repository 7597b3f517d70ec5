"""The edges of the call graph as a mesh sees them: who asks whom for what, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from msgen.topology.model import Call, External, Topology

_BACKSTOP = (6, 5)
"""A route waits 20 % longer than the application, so that it never cuts off a fallback."""
_UNKNOWN_EXTERNAL_TIMEOUT = timedelta(seconds=1)


class Edge(Struct, frozen=True):
    """One caller asks one service for one operation, from whichever of its own operations."""

    caller: str
    callee: str
    operation: str
    timeout: timedelta
    """The longest time the route may take."""
    try_timeout: timedelta
    retries: int
    """Tries after the first."""
    backoff: timedelta
    retry_owner: Literal["app", "mesh"]
    retry_budget: int
    """Percent of the requests that may be retries; 0 where nothing limits them."""
    bulkhead: int
    """Calls in flight at once, per pod of the caller; 0 where nothing limits them."""


def edges(topology: Topology) -> tuple[Edge, ...]:
    """Every edge between two services, by caller, callee and operation; the targets of fallbacks count."""
    found = [edge for name in topology.services for edge in _edges_from(topology, name)]
    found.sort(key=_identity)
    return tuple(_joined(tuple(group)) for _, group in groupby(found, key=_identity))


def callees(topology: Topology, service: str) -> tuple[str, ...]:
    """The services that a service depends on, sorted."""
    return tuple(sorted({edge.callee for edge in _edges_from(topology, service)}))


def externals(topology: Topology, service: str) -> tuple[External, ...]:
    """The external systems that a service depends on, sorted."""
    found: set[str | None] = set()
    for call in topology.service(service).calls():
        found.add(call.target)
        if call.fallback is not None:
            found.add(call.fallback.to)
    return tuple(topology.externals[name] for name in sorted(topology.externals) if name in found)


def _edges_from(topology: Topology, caller: str) -> Iterator[Edge]:
    for call in topology.service(caller).calls():
        if call.operation is not None:
            yield _edge(topology, caller, call, call.operation)
        if call.fallback is not None and call.fallback.to and "." in call.fallback.to:
            yield _fallback_edge(topology, caller, call.fallback.to)


def _edge(topology: Topology, caller: str, call: Call, operation: str) -> Edge:
    try_timeout = _try_timeout(topology, call)
    return Edge(
        caller=caller,
        callee=call.target,
        operation=operation,
        timeout=_with_backstop(_longest(call, try_timeout)),
        try_timeout=try_timeout,
        retries=call.retry.attempts - 1,
        backoff=call.retry.backoff,
        retry_owner=call.retry.owner,
        retry_budget=round(call.retry.budget or 0),
        bulkhead=call.bulkhead or 0,
    )


def _fallback_edge(topology: Topology, caller: str, target: str) -> Edge:
    callee, operation = target.split(".", 1)
    deadline = topology.operation(callee, operation).timeout
    return Edge(
        caller=caller,
        callee=callee,
        operation=operation,
        timeout=_with_backstop(deadline),
        try_timeout=deadline,
        retries=0,
        backoff=timedelta(),
        retry_owner="app",
        retry_budget=0,
        bulkhead=0,
    )


def _try_timeout(topology: Topology, call: Call) -> timedelta:
    """The time of one try; a call that waits for ever counts with what would be derived for it."""
    if call.timeout is not None:
        return call.timeout
    if call.operation is not None:
        return topology.operation(call.target, call.operation).timeout
    latency = topology.externals[call.target].latency_p99
    return _UNKNOWN_EXTERNAL_TIMEOUT if latency is None else 2 * latency


def _longest(call: Call, try_timeout: timedelta) -> timedelta:
    """Every try plus every wait between two tries."""
    waits = (call.retry.backoff * 2**number for number in range(call.retry.attempts - 1))
    cap = call.retry.cap or timedelta.max
    return call.retry.attempts * try_timeout + sum((min(wait, cap) for wait in waits), timedelta())


def _with_backstop(longest: timedelta) -> timedelta:
    numerator, denominator = _BACKSTOP
    return longest * numerator / denominator


def _identity(edge: Edge) -> tuple[str, str, str]:
    return edge.caller, edge.callee, edge.operation


def _joined(same: tuple[Edge, ...]) -> Edge:
    """The most patient of the calls stands for all; a call that the mesh retries comes first."""
    leading = max(same, key=lambda edge: (edge.retry_owner == "mesh", edge.retries, edge.timeout))
    return replace(
        leading,
        timeout=max(edge.timeout for edge in same),
        bulkhead=sum(edge.bulkhead for edge in same),
    )
