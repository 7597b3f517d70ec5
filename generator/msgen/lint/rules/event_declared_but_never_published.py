"""EVT01: an event that a context declares and no service publishes."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.rule import Rule, Smell
from msgen.topology.model import Topology


def check(topology: Topology) -> Iterator[Smell]:
    for context in topology.contexts.values():
        for event in context.events.values():
            if not event.publishers:
                yield Smell(
                    f"contexts.{context.name}.events.{event.name}",
                    "declared, but no service publishes it",
                    f"add it to `publishes` of the service in which it happens, or remove it from `{context.name}`",
                )


RULE = Rule(
    id="EVT01",
    title="Declared but never published",
    severity="error",
    covers=("S3",),
    source="EventCatalog linter",
    check=check,
)
