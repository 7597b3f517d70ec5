"""How far retries multiply the load of what stands at the end of a path."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.calls import Calls, CallSite
from msgen.analysis.graph import forward_edges
from msgen.topology.model import Call, Mesh


class Worst(Struct, frozen=True):
    """The largest factor over all paths to a leaf."""

    factor: Decimal
    calls: tuple[str, ...]
    """Object paths of the calls that multiply to it, the outermost first."""


class Amplification(Struct, frozen=True):
    """Requests that arrive at a leaf for one request, while everything fails."""

    leaf: str
    """Object path of an operation without calls, or the name of an external system."""
    unlimited: Worst
    """Product of the tries of the hops, those of the mesh included."""
    budgeted: Worst
    """The same, with 1 + `retry.budget` at most on each hop that has a budget (RES05)."""


def amplifications(calls: Calls, mesh: Mesh) -> Mapping[str, Amplification]:
    """For each leaf that somebody calls, in the order of the spec.

    Calls that lead back into the way to them are not followed.
    """
    unlimited = _worst(calls, {site.path: Decimal(tries(site.call, mesh)) for site in calls.sites})
    budgeted = _worst(calls, {site.path: budgeted_tries(site.call, mesh) for site in calls.sites})
    leaves = [callee for callee in calls.by_callee if not calls.of(callee)]
    return {leaf: Amplification(leaf, unlimited[leaf], budgeted[leaf]) for leaf in leaves}


def tries(call: Call, mesh: Mesh) -> int:
    """Most requests that one call sends: those of its owner, times those of the mesh where the app owns the tries."""
    return call.retry.attempts * _tries_of_mesh(call, mesh)


def budgeted_tries(call: Call, mesh: Mesh) -> Decimal:
    """Most requests per call over many calls: a retry budget allows 1 + beta, but never more than the tries."""
    own = Decimal(call.retry.attempts)
    if call.retry.budget is not None:
        own = min(own, 1 + call.retry.budget / 100)
    return own * _tries_of_mesh(call, mesh)


def expected_factor(attempts: int, failure_rate: float) -> float:
    """Requests per call on average, where each fails with the same probability: (1 - f^n) / (1 - f)."""
    if failure_rate >= 1:
        return float(attempts)
    return (1 - failure_rate**attempts) / (1 - failure_rate)


def _tries_of_mesh(call: Call, mesh: Mesh) -> int:
    return 1 if mesh.kind == "none" or call.retry.owner == "mesh" else 1 + mesh.retries


def _worst(calls: Calls, factors: Mapping[str, Decimal]) -> Mapping[str, Worst]:
    order, forward = forward_edges(calls.by_caller, calls.graph)
    best: dict[str, Decimal] = {}
    last: dict[str, CallSite] = {}
    for caller in order:
        reached = best.setdefault(caller, Decimal(1))
        followed = set(forward[caller])
        for site in calls.of(caller):
            factor = reached * factors[site.path]
            if site.callee in followed and factor > best.get(site.callee, Decimal(0)):
                best[site.callee], last[site.callee] = factor, site
    return {path: Worst(factor, _way_to(path, last)) for path, factor in best.items() if not calls.of(path)}


def _way_to(path: str, last: Mapping[str, CallSite]) -> tuple[str, ...]:
    way: list[str] = []
    while path in last:
        way.append(last[path].path)
        path = last[path].caller
    return tuple(reversed(way))
