"""EVT03: an event that is published from a context that does not own it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.events._hearing import publish_from
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Event, Service, Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for context in topology.contexts.values():
        for event in context.events.values():
            publishers = [topology.service(name) for name in event.publishers]
            strangers = [service for service in publishers if service.context != context.name]
            if strangers:
                where = ", ".join(f"`{service.name}` in `{service.context}`" for service in strangers)
                yield Smell(
                    event.object_path,
                    f"belongs to `{context.name}`, but is published by {where}",
                    fixes=tuple(_fixes(topology, event, strangers)),
                )


def _fixes(topology: Topology, event: Event, strangers: Sequence[Service]) -> Iterator[Fix]:
    names = ", ".join(f"`{service.name}`" for service in strangers)
    silent = tuple(edit for service in strangers for edit in _silenced(topology, service, event))
    if len(strangers) < len(event.publishers):
        yield Fix(f"publish it no more from {names}", silent)
    else:
        for service in topology.services.values():
            if service.context == event.context:
                yield Fix(
                    f"publish it from `{service.name}` instead of {names}", (publish_from(service, event), *silent)
                )
    yield Fix(f"let {names} publish an event of its own context, with a name of its own")


def _silenced(topology: Topology, service: Service, event: Event) -> Iterator[Edit]:
    """The lists of the service and of its operations without the event."""
    for operation in service.operations:
        kept = _without(topology, operation.publishes, event)
        if operation.is_written and len(kept) < len(operation.publishes):
            yield Edit(f"{operation.object_path}.publishes", kept)
    yield Edit(f"{service.name}.publishes", _without(topology, service.publishes, event))


def _without(topology: Topology, references: Sequence[str], event: Event) -> list[str]:
    return [reference for reference in references if topology.event(reference) != event]


RULE = Rule(
    id="EVT03",
    title="Two publishers of one event",
    severity="error",
    covers=("S3",),
    source="Domain-Driven Design (Evans): one owner for each event",
    condition="an event that a service of another context than the event's own publishes",
    fix="choice",
    check=check,
)
