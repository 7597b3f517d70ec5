"""Pickers of what the spec has."""

from __future__ import annotations

from collections.abc import Iterable

from msgen.cli.asking.question import Choice
from msgen.topology.model import Topology

NONE = Choice("", "none")


def choices(names: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, name) for name in names)


def targets(topology: Topology) -> tuple[Choice, ...]:
    """Everything that can be called."""
    return choices([*operations(topology), *topology.externals])


def operations(topology: Topology, *, commands: bool = False) -> list[str]:
    return [
        operation.object_path
        for service in topology.services.values()
        for operation in service.operations
        if not (commands and operation.is_query)
    ]


def events(topology: Topology) -> list[str]:
    return sorted({event.name for context in topology.contexts.values() for event in context.events.values()})
