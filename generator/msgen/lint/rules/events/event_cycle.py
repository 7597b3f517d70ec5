"""EVT07: events whose handling publishes them again."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for loop in review.analysis.event_loops:
        first, *others = (topology.event(reference) for reference in loop)
        through = f" through {', '.join(f'`{event.name}`' for event in others)}" if others else ""
        yield Smell(
            first.object_path,
            f"handling it may publish it again{through}",
            hint="end the chain at one handler: name the events of its service under the operations that publish them",
            because=tuple(event.object_path for event in (first, *others, first)),
        )


RULE = Rule(
    id="EVT07",
    title="Event cycle",
    severity="warning",
    covers=("S3",),
    source="Martin Fowler, on chains of events",
    condition="events that lead back to themselves from event to handler to event; a handler may publish every event "
    "of its service that no operation lists",
    fix="none",
    check=check,
)
