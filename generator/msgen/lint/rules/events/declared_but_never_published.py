"""EVT01: an event that a context declares and no service publishes."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for context in topology.contexts.values():
        for event in context.events.values():
            if event.publishers:
                continue
            path = f"contexts.{context.name}.events.{event.name}"
            services = [service.name for service in topology.services.values() if service.context == context.name]
            publish = tuple(
                Fix(f"publish it from {name}", (Edit(f"{name}.publishes", event.name, append=True),))
                for name in services
            )
            yield Smell(
                path,
                "declared, but no service publishes it",
                fixes=(*publish, Fix("remove it", (Edit(path, REMOVED),))),
            )


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
