"""SAG07: a saga whose steps all run in one service."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import participants
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for saga in review.topology.sagas.values():
        services = participants(saga)
        if len(services) == 1:
            (service,) = services
            yield Smell(
                saga.object_path,
                f"all {len(saga.steps)} steps run in `{service}`, where one transaction does it",
                fixes=(
                    Fix(f"do it in one command of `{service}`, without a saga", (Edit(saga.object_path, REMOVED),)),
                ),
            )


RULE = Rule(
    id="SAG07",
    title="Saga inside one service",
    severity="info",
    covers=("S5",),
    source="microservices.io (Richardson), saga",
    condition="all steps and compensations of a saga are operations of one service",
    fix="choice",
    check=check,
)
