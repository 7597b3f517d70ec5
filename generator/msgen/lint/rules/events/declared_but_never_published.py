"""EVT01: an event that a context declares and no service publishes."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.events._hearing import publish_from
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Event, Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for context in topology.contexts.values():
        for event in context.events.values():
            if not event.publishers:
                yield Smell(
                    event.object_path,
                    "declared, but no service publishes it",
                    fixes=(*_publish(topology, event), _remove(topology, event)),
                )


def _publish(topology: Topology, event: Event) -> Iterator[Fix]:
    for service in topology.services.values():
        if service.context == event.context:
            yield Fix(f"publish it from `{service.name}`", (publish_from(service, event),))


def _remove(topology: Topology, event: Event) -> Fix:
    """Who subscribes to it does so no more; what else refers to it takes a person."""
    if _is_part_of_something(topology, event):
        return Fix("remove it, and what is built on it")
    heard = [
        Edit(f"{service.name}.subscribes.{subscription.event}", REMOVED)
        for service in topology.services.values()
        for subscription in service.subscriptions
        if topology.event(subscription.event) == event
    ]
    return Fix(
        "remove it" + (", and who subscribes to it" if heard else ""), (*heard, Edit(event.object_path, REMOVED))
    )


def _is_part_of_something(topology: Topology, event: Event) -> bool:
    references = [saga.trigger for saga in topology.sagas.values()]
    for service in topology.services.values():
        references += [source for model in service.read_models for source in model.sources]
        references += [listed for aggregate in service.aggregates for listed in aggregate.events]
    return any(topology.event(reference) == event for reference in references)


RULE = Rule(
    id="EVT01",
    title="Declared but never published",
    severity="error",
    covers=("S3",),
    source="EventCatalog linter",
    condition="an event declared in `contexts.C.events` that no service publishes",
    fix="choice",
    check=check,
)
