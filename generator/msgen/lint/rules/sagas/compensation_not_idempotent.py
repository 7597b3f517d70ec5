"""SAG03: a compensation that does something else when it is run twice."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import is_repeatable, operation_of, step_path
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Operation

HEADER = "Idempotency-Key"


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for saga in topology.sagas.values():
        for step in saga.steps:
            if step.compensate is None:
                continue
            undo, done = operation_of(topology, step.compensate), operation_of(topology, step.do)
            if not is_repeatable(undo):
                yield Smell(
                    step_path(saga, step),
                    f"`{undo.object_path}` undoes it, may run more than once, and is neither idempotent nor keyed",
                    fixes=(_fix(undo, done),),
                )


def _fix(undo: Operation, done: Operation) -> Fix:
    if not undo.is_written:
        return Fix(f"write the operations of `{undo.service}`, with an `idempotency_key` for `{undo.name}`")
    key = _key(undo, done)
    return Fix(f"give `{undo.object_path}` the key `{key}`", (Edit(f"{undo.object_path}.idempotency_key", key),))


def _key(undo: Operation, done: Operation) -> str:
    """The field that tells one run of the step from another, where its compensation gets it too; else a header."""
    key = done.idempotency_key
    return key if key is not None and undo.input.field(key) is not None else HEADER


RULE = Rule(
    id="SAG03",
    title="Compensation not idempotent",
    severity="error",
    covers=("S5", "B6"),
    source="microservices.io (Richardson), saga: idempotent compensation",
    condition="a step whose `compensate` names an operation that is neither `idempotent` nor has an `idempotency_key`",
    fix="automatic",
    check=check,
)
