"""COM16: an operation that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Operation, Topology


def check(review: Review) -> Iterator[Smell]:
    used = {*review.analysis.calls.by_callee, *review.analysis.calls.fallbacks, *_from_elsewhere(review.topology)}
    for service in review.topology.services.values():
        for operation in service.operations if service.exposure == "internal" else ():
            if _is_meant(operation) and operation.object_path not in used:
                yield Smell(
                    operation.object_path,
                    "no call, saga or journey uses it",
                    fixes=(
                        Fix("name who calls it: a call, a saga step, or the entry of a journey"),
                        Fix("remove it", (Edit(operation.object_path, REMOVED),)),
                    ),
                )


def _is_meant(operation: Operation) -> bool:
    """Somebody thought of it: it would not be there anyway."""
    return operation.is_written and operation.role == "custom"


def _from_elsewhere(topology: Topology) -> Iterator[str]:
    """The operations with which journeys begin, and those of sagas."""
    for journey in topology.journeys.values():
        yield from journey.entries
    for saga in topology.sagas.values():
        for step in saga.steps:
            yield from filter(None, (step.do, step.compensate))


RULE = Rule(
    id="COM16",
    title="Unused operation",
    severity="warning",
    covers=("S3",),
    source="EventCatalog linter",
    condition=(
        "an operation of an internal API that is written, and not as it would be derived, that no call, saga step, "
        "compensation or `fallback.to` leads to and no journey begins with"
    ),
    fix="choice",
    check=check,
)
