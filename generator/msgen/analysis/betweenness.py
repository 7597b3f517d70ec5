"""How much of the traffic passes through a node."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgen.analysis.calls import Calls
from msgen.analysis.graph import Graph, Node
from msgen.topology.model import Topology


def dependence(start: Node, graph: Graph[Node]) -> Mapping[Node, float]:
    """For every node that a start reaches: over all others, the share of the shortest ways to them that pass it.

    A way passes neither its first nor its last node. U. Brandes, A faster algorithm for betweenness centrality, 2001.
    """
    distance = {start: 0}
    ways = {start: 1}
    before: dict[Node, list[Node]] = {start: []}
    order = [start]
    for node in order:
        for other in dict.fromkeys(graph.get(node, ())):
            if other not in distance:
                distance[other], ways[other], before[other] = distance[node] + 1, 0, []
                order.append(other)
            if distance[other] == distance[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    passed = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        for previous in before[node]:
            passed[previous] += ways[previous] / ways[node] * (1 + passed[node])
    passed[start] = 0.0
    return passed


def betweenness(topology: Topology, calls: Calls) -> Mapping[str, float] | None:
    """For every service: the share of the shortest ways from journey entries that pass it, between 0 and 1 (COM04).

    Ways lead over services and external systems along synchronous calls that the entry may set off, and weigh as much
    as the entry's peak. `None` where no journey has a peak.
    """
    rates: dict[str, Decimal] = {}
    for journey in topology.journeys.values():
        for entry in journey.entries if journey.rate is not None else ():
            rates[entry] = rates.get(entry, Decimal(0)) + (journey.rate or 0)
    if not rates:
        return None
    passed = dict.fromkeys(topology.services, 0.0)
    total = 0.0
    for entry, rate in rates.items():
        start = entry.partition(".")[0]
        shares = dependence(start, _services_behind(entry, calls))
        total += float(rate) * (len(shares) - 1)
        for name in shares.keys() & passed.keys():
            passed[name] += float(rate) * shares[name]
    return {name: share / total if total else 0.0 for name, share in passed.items()}


def _services_behind(entry: str, calls: Calls) -> Mapping[str, tuple[str, ...]]:
    """Whom each service calls on behalf of an entry, each once."""
    found: dict[str, dict[str, None]] = {}
    for caller in dict.fromkeys([entry, *sorted(calls.reached(entry))]):
        for site in calls.of(caller):
            if site.call.target != site.service:
                found.setdefault(site.service, {})[site.call.target] = None
    return {name: tuple(targets) for name, targets in found.items()}
