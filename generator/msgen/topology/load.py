"""The offered rate of every operation and edge, summed over the journeys and along calls and saga steps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgen.design.system import Design
from msgen.topology.calls import Edge
from msgen.topology.events import canonical, context_of, owners

_DEEPEST = 32
"""A call cycle has no end: deeper calls no longer count."""


def edge_rates(
    design: Design, edges: Mapping[str, tuple[Edge, ...]], publishes: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Decimal]:
    """Calls per second of each edge, by object path; edges that no journey reaches are left out.

    `edges` and `publishes` are by the object path of the operation.
    """
    rates: dict[str, Decimal] = {}
    sagas = _saga_steps(design)
    owned = owners(design)
    contexts = {name: context_of(name, service) for name, service in design.services.items()}

    def walk(operation: str, rate: Decimal, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for edge in edges.get(operation, ()):
            reached = rate * (edge.written.per_request or 1)
            rates[edge.path] = rates.get(edge.path, Decimal(0)) + reached
            if edge.operation is not None:
                walk(f"{edge.target}.{edge.operation}", reached, depth + 1)
        service = operation.partition(".")[0]
        for event in publishes.get(operation, ()):
            for step in sagas.get(canonical(event, contexts[service], owned), ()):
                walk(step, rate, depth + 1)

    for journey in (design.journeys or {}).values():
        if journey.peak is None:
            continue
        grown = journey.peak * (1 + (journey.growth or Decimal(0)) / 100)
        for entry in journey.entry:
            walk(entry, grown, 0)
    return rates


def _saga_steps(design: Design) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The commands of the sagas that an event starts, by the event's context and name."""
    owned = owners(design)
    found: dict[tuple[str, str], list[str]] = {}
    for saga in (design.sagas or {}).values():
        coordinator = design.services.get(saga.coordinator or "")
        context = context_of(saga.coordinator or "", coordinator) if coordinator else ""
        if saga.trigger not in owned and "." not in saga.trigger:
            continue
        key = canonical(saga.trigger, context, owned)
        found.setdefault(key, []).extend(step.do for step in saga.steps)
    return {key: tuple(steps) for key, steps in found.items()}
