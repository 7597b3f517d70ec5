"""Whether a design says of anything what it was called before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.topology.model import Topology


def declares_any(topology: Topology) -> bool:
    """Whether there is any `was:`, stale or not: without one nobody needs to know the design before."""
    return any(item.was is not None for item in _what_can_be_renamed(topology))


def _what_can_be_renamed(topology: Topology) -> Iterator[Any]:
    for service in topology.services.values():
        yield service
        for aggregate in service.aggregates:
            yield from (aggregate, *aggregate.fields)
        for operation in service.operations:
            yield from (operation, *operation.input.fields, *operation.output.fields)
    for context in topology.contexts.values():
        yield context
        for kind in context.types.values():
            yield from (kind, *kind.fields)
        for event in context.events.values():
            yield from (event, *event.fields)
