"""What depends on itself in the end: operations, services, contexts and events."""

from __future__ import annotations

from collections.abc import Sequence

from msgen.analysis.calls import Calls
from msgen.analysis.graph import cycles
from msgen.topology.model import Service, Topology

Loops = tuple[tuple[str, ...], ...]
"""Groups whose members all lead to each other, each in the order of the spec."""

_ONE_WAY = ("upstream-downstream", "customer-supplier", "conformist")


def operation_loops(topology: Topology, calls: Calls) -> Loops:
    """Operations that reach themselves through synchronous calls, by object path (BND06)."""
    operations = [item.object_path for service in topology.services.values() for item in service.operations]
    return tuple(cycles(operations, calls.graph))


def service_loops(topology: Topology, calls: Calls) -> Loops:
    """Services that reach themselves through synchronous calls to others, also where no operation does (BND06)."""
    graph: dict[str, dict[str, None]] = {}
    for site in calls.sites:
        if site.call.target != site.service:
            graph.setdefault(site.service, {})[site.call.target] = None
    return tuple(cycles(topology.services, {name: tuple(targets) for name, targets in graph.items()}))


def context_loops(topology: Topology) -> Loops:
    """Contexts that are downstream of themselves; partnerships and shared kernels are no dependency (BND05)."""
    graph: dict[str, list[str]] = {}
    for relation in topology.context_map:
        if relation.pattern in _ONE_WAY and relation.upstream in topology.contexts:
            graph.setdefault(relation.downstream, []).append(relation.upstream)
    return tuple(group for group in cycles(topology.contexts, graph) if len(group) > 1)


def event_loops(topology: Topology) -> Loops:
    """Events whose handling may publish them again (EVT07).

    A handler may publish every event of its service that no operation lists; read models publish nothing.
    """
    graph: dict[str, list[str]] = {}
    events: dict[str, None] = {}
    for service in topology.services.values():
        answers = _left_to_handlers(service)
        events.update(dict.fromkeys(service.publishes))
        for subscription in service.subscriptions:
            events[subscription.event] = None
            if subscription.read_model is None:
                graph.setdefault(subscription.event, []).extend(answers)
    return tuple(cycles(events, graph))


def _left_to_handlers(service: Service) -> Sequence[str]:
    listed = {event for operation in service.operations for event in operation.publishes}
    return [event for event in service.publishes if event not in listed]
