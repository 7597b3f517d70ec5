"""DAT03: an event-sourced aggregate that is read from its first event, or from events that nobody can read."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Event


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    kept: dict[str, Event] = {}
    for service in topology.services.values():
        for aggregate in service.aggregates:
            if not aggregate.event_sourced:
                continue
            events = (topology.event(reference) for reference in aggregate.events)
            kept.update({event.object_path: event for event in events})
            if aggregate.snapshot_every is None:
                yield Smell(
                    f"{service.name}.aggregates.{aggregate.name}",
                    "is built from its first event on, every time it is read, without snapshots",
                    hint="set `snapshot_every` to the number of events that may be read at once, such as 100",
                )
    for event in kept.values():
        yield from _unreadable(event)


def _unreadable(event: Event) -> Iterator[Smell]:
    missing = [version for version in range(1, event.version) if version not in event.upcasts]
    if missing:
        complete = list(range(1, event.version))
        yield Smell(
            event.object_path,
            f"version {', '.join(map(str, missing))} is stored for good, but `upcasts` leaves it out",
            fixes=(Fix(f"write `upcasts: {complete}`", (Edit(f"{event.object_path}.upcasts", complete),)),),
        )


RULE = Rule(
    id="DAT03",
    title="Event-sourced without snapshot/version",
    severity="warning",
    covers=("S5",),
    source="Greg Young and Martin Fowler, on event sourcing",
    condition="an event-sourced aggregate without `snapshot_every`, or an event of one whose `upcasts` leaves out a "
    "version below its own",
    fix="automatic",
    check=check,
)
