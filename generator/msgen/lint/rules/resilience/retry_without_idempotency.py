"""RES06: a command that may come twice, and then has its effect twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.analysis.amplification import tries
from msgen.design.naming import snake_case
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Operation, Topology

HEADER = "Idempotency-Key"


def check(review: Review) -> Iterator[Smell]:
    in_sagas = _steps(review.topology)
    for service in review.topology.services.values():
        for operation in service.operations:
            if operation.is_query or operation.idempotent or operation.idempotency_key is not None:
                continue
            reasons = (*_tried(review, operation), *in_sagas.get(operation.object_path, ()))
            if reasons:
                yield Smell(
                    operation.object_path,
                    f"{', '.join(reasons)}, and nothing tells a repeated command from a new one",
                    fixes=(_fix(operation),),
                )


def _tried(review: Review, operation: Operation) -> Iterator[str]:
    mesh = review.topology.platform.mesh
    for site in review.analysis.calls.to(operation.object_path):
        most = tries(site.call, mesh)
        if most > 1:
            yield f"{site.caller} tries it up to {most} times"


def _steps(topology: Topology) -> Mapping[str, list[str]]:
    """What sagas run, at least once each, with who runs it."""
    found: dict[str, list[str]] = {}
    for saga in topology.sagas.values():
        for step in saga.steps:
            found.setdefault(step.do, []).append(f"{saga.object_path}.{step.name} runs it at least once")
            if step.compensate is not None:
                found.setdefault(step.compensate, []).append(
                    f"{saga.object_path}.{step.name} is undone with it at least once"
                )
    return found


def _fix(operation: Operation) -> Fix:
    key = _key(operation)
    if not operation.is_written:
        return Fix(f"write the operations of {operation.service}, {operation.name} with `idempotency_key: {key}`")
    return Fix(f"set `idempotency_key` to `{key}`", (Edit(f"{operation.object_path}.idempotency_key", key),))


def _key(operation: Operation) -> str:
    """The input field that names what the command works on, if its caller chooses it; else a header."""
    field = f"{snake_case(operation.subject or '')}_id"
    return field if operation.input.field(field) is not None else HEADER


RULE = Rule(
    id="RES06",
    title="Retry without idempotency",
    severity="error",
    covers=("S4", "B6"),
    source="Amazon Builders' Library; Stripe",
    condition=(
        "a command with neither `idempotent` nor `idempotency_key` that is tried more than once: n > 1 by the "
        "application or the mesh, or as a step or compensation of a saga"
    ),
    fix="automatic",
    check=check,
)
