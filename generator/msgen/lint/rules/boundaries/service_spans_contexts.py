"""BND01: an aggregate that belongs to another context than the service that keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for aggregate in service.aggregates:
            if aggregate.context == service.context:
                continue
            path = f"{service.name}.aggregates.{aggregate.name}"
            yield Smell(
                path,
                f"belongs to the context `{aggregate.context}`, its service to `{service.context}`",
                fixes=(
                    Fix(f"split the service: move {aggregate.name} into one of the context {aggregate.context}"),
                    Fix(f"let it belong to {service.context}", (Edit(f"{path}.context", REMOVED),)),
                ),
            )


RULE = Rule(
    id="BND01",
    title="Service spans contexts",
    severity="error",
    covers=("S2", "B1"),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns (wrong cuts); microservices.io (Richardson)",
    condition="an aggregate names another context than that of its service",
    fix="choice",
    check=check,
)
