"""SAG01: a step that can still fail as a whole and has nothing that undoes it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import commands, is_repeatable, step_path
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Saga, SagaStep, Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for saga in topology.sagas.values():
        pivot = _pivot(saga)
        for step in saga.steps[:pivot]:
            if step.compensate is None:
                yield Smell(
                    step_path(saga, step),
                    f"nothing undoes `{step.do}` where a step up to `{saga.steps[pivot].name}` fails",
                    fixes=tuple(_fixes(topology, saga, step)),
                )


def _pivot(saga: Saga) -> int:
    """The number of the first pivot; where none is marked, that of the last step: when it is done, all is done."""
    return next((number for number, step in enumerate(saga.steps) if step.pivot), len(saga.steps) - 1)


def _fixes(topology: Topology, saga: Saga, step: SagaStep) -> Iterator[Fix]:
    """Commands of the same service that may be repeated and that the saga does not use yet."""
    used = set(commands(saga))
    service = topology.service(step.do.partition(".")[0])
    for operation in service.operations:
        path = operation.object_path
        if operation.kind == "command" and is_repeatable(operation) and path not in used:
            yield Fix(f"undo it by `{path}`", (Edit(f"{step_path(saga, step)}.compensate", path),))
    yield Fix(f"add a command to `{service.name}` that undoes `{step.do}`, and name it under `compensate`")


RULE = Rule(
    id="SAG01",
    title="Step without compensation",
    severity="error",
    covers=("S5",),
    source="microservices.io (Richardson), saga; Microservice Domain-Specific Language, compensations",
    condition="a step before the pivot without `compensate`; where no step is marked as the pivot, the last one is it",
    fix="choice",
    check=check,
)
