"""SAG06: two sagas that change one aggregate, with nothing that keeps them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import commands, operation_of
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Saga, Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    writers = _writers(topology)
    for saga in topology.sagas.values():
        if saga.isolation != "none":
            continue
        shared = {
            aggregate: [other for other in writers[aggregate] if other != saga.name]
            for aggregate in _written(topology, saga)
        }
        also = [f"`{aggregate}` (also {', '.join(others)})" for aggregate, others in shared.items() if others]
        if also:
            path = f"{saga.object_path}.isolation"
            yield Smell(
                path,
                f"nothing keeps other sagas off what it writes: {', '.join(also)}",
                fixes=(Fix("notice changes by others through the `version` of a row", (Edit(path, "version"),)),),
            )


def _writers(topology: Topology) -> Mapping[str, list[str]]:
    """The sagas that write an aggregate, by `service.Aggregate`."""
    found: dict[str, list[str]] = {}
    for saga in topology.sagas.values():
        for aggregate in _written(topology, saga):
            found.setdefault(aggregate, []).append(saga.name)
    return found


def _written(topology: Topology, saga: Saga) -> Iterator[str]:
    operations = [operation_of(topology, reference) for reference in commands(saga)]
    references = (
        name if "." in name else f"{operation.service}.{name}" for operation in operations for name in operation.writes
    )
    yield from dict.fromkeys(references)


RULE = Rule(
    id="SAG06",
    title="No isolation countermeasure",
    severity="warning",
    covers=("S5",),
    source="Richardson, Microservices Patterns: countermeasures for the lack of isolation",
    condition="two sagas whose steps or compensations write one aggregate, and one of them has `isolation: none`",
    fix="automatic",
    check=check,
)
