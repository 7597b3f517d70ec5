"""BND13: an aggregate with many entities, or a command that changes several aggregates."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

ENTITIES = 7
"""The most that an aggregate may have."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for aggregate in service.aggregates:
            entities = len(aggregate.entities)
            if entities > ENTITIES:
                yield Smell(
                    f"{service.name}.aggregates.{aggregate.name}",
                    f"{entities} entities, more than {ENTITIES}",
                    fixes=(Fix("split it: what need not be true at the same moment refers to the rest by its id"),),
                )
        for operation in service.operations:
            written = tuple(dict.fromkeys(operation.writes))
            if operation.kind == "command" and len(written) > 1:
                path = f"{operation.object_path}.writes"
                yield Smell(
                    path,
                    f"one command changes {len(written)} aggregates: {', '.join(written)}",
                    fixes=tuple(
                        Fix(f"change {name} here, and the rest when its event arrives", (Edit(path, [name]),))
                        for name in written
                    ),
                )


RULE = Rule(
    id="BND13",
    title="God aggregate",
    severity="warning",
    covers=("S2", "S5"),
    source="Domain-Driven Design (Evans, Vernon)",
    condition="an aggregate has more than 7 `entities`, or the `writes` of a command name more than one aggregate",
    fix="choice",
    check=check,
)
