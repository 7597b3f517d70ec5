"""DAT07: a read model that is read hardly more often than it is written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.data._read_models import served
from msgen.lint.smell import Smell

LEAST = 2


def check(review: Review) -> Iterator[Smell]:
    load = review.analysis.load
    for service in review.topology.services.values():
        for model in service.read_models:
            if len(model.sources) != 1:
                continue
            read = sum((load.operations[operation.object_path] for operation in served(service, model)), Decimal(0))
            written = load.events[model.sources[0]]
            if read < LEAST * written:
                yield Smell(
                    f"{service.name}.read_models.{model.name}",
                    f"is read {read:.4g}/s and written {written:.4g}/s, less than {LEAST} to 1, from "
                    f"`{model.sources[0]}` alone",
                    hint="answer its queries from the data of the publisher until they are many more than its changes",
                )


RULE = Rule(
    id="DAT07",
    title="CQRS without need",
    severity="info",
    covers=("S5",),
    source="Martin Fowler, on CQRS",
    condition="a read model with one source whose queries have less than 2 x the rate of that event, at the peak",
    fix="none",
    check=check,
)
