"""SAG02: a saga with two points of no return, or with a way back behind the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import step_path
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Saga, SagaStep


def check(review: Review) -> Iterator[Smell]:
    for saga in review.topology.sagas.values():
        pivot = next((number for number, step in enumerate(saga.steps) if step.pivot), len(saga.steps))
        for number, step in enumerate(saga.steps[pivot + 1 :], pivot + 1):
            first = saga.steps[pivot]
            path = step_path(saga, step)
            if step.pivot:
                yield Smell(
                    path,
                    f"a second pivot: behind `{first.name}` there is no way back already",
                    fixes=tuple(_one_pivot(saga, path, saga.steps[:number])),
                )
            elif step.compensate is not None:
                yield Smell(
                    path,
                    f"can be undone, but stands behind the pivot `{first.name}`, from which there is no way back",
                    fixes=(
                        Fix(
                            "repeat it until it succeeds, without `compensate`", (Edit(f"{path}.compensate", REMOVED),)
                        ),
                        Fix(f"move it before `{first.name}`"),
                    ),
                )


def _one_pivot(saga: Saga, path: str, before: Sequence[SagaStep]) -> Iterator[Fix]:
    earlier = [step for step in before if step.pivot]
    names = ", ".join(f"`{step.name}`" for step in earlier)
    yield Fix(f"leave {names} the pivot", (Edit(f"{path}.pivot", REMOVED),))
    if all(step.compensate is not None for step in before):
        edits = tuple(Edit(f"{step_path(saga, step)}.pivot", REMOVED) for step in earlier)
        yield Fix(f"make it the pivot instead of {names}", edits)


RULE = Rule(
    id="SAG02",
    title="Pivot order",
    severity="error",
    covers=("S5",),
    source="Richardson, Microservices Patterns: compensatable steps, one pivot, then steps that can be repeated",
    condition="a step behind the pivot that has `compensate`, or that is a pivot too",
    fix="choice",
    check=check,
)
