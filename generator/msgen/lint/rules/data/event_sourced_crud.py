"""DAT04: event sourcing where there is hardly anything to tell."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Aggregate, Topology

FEW = 2


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for aggregate in service.aggregates:
            if _is_plain(review.topology, aggregate):
                path = f"{service.name}.aggregates.{aggregate.name}"
                yield Smell(
                    path,
                    f"is event-sourced with {len(aggregate.events)} events and no invariant, in the generic subdomain "
                    f"`{aggregate.context}`",
                    fixes=(Fix("store its state", tuple(_edits(path, aggregate))),),
                )


def _is_plain(topology: Topology, aggregate: Aggregate) -> bool:
    is_generic = topology.contexts[aggregate.context].subdomain == "generic"
    return is_generic and aggregate.event_sourced and len(aggregate.events) <= FEW and not aggregate.invariants


def _edits(path: str, aggregate: Aggregate) -> Iterator[Edit]:
    yield Edit(f"{path}.persistence", "state")
    if aggregate.snapshot_every is not None:
        yield Edit(f"{path}.snapshot_every", REMOVED)


RULE = Rule(
    id="DAT04",
    title="Event-sourced CRUD",
    severity="info",
    covers=("S5",),
    source="msgen",
    condition="an event-sourced aggregate of a generic subdomain with at most 2 events and without invariants",
    fix="choice",
    check=check,
)
