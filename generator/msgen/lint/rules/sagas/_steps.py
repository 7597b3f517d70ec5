"""What the steps of a saga do, and where."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.topology.model import Operation, Saga, SagaStep, Topology


def step_path(saga: Saga, step: SagaStep) -> str:
    return f"{saga.object_path}.{step.name}"


def operation_of(topology: Topology, reference: str) -> Operation:
    service, _, name = reference.partition(".")
    return topology.operation(service, name)


def commands(saga: Saga) -> Iterator[str]:
    """What the saga runs on its way and on its way back, as `service.Operation`."""
    for step in saga.steps:
        yield step.do
        if step.compensate is not None:
            yield step.compensate


def participants(saga: Saga) -> tuple[str, ...]:
    """Services, each once, in the order of the steps."""
    return tuple(dict.fromkeys(reference.partition(".")[0] for reference in commands(saga)))


def is_repeatable(operation: Operation) -> bool:
    """Twice has the effect of once, by its nature or because a key tells a repeated command."""
    return operation.idempotent or operation.idempotency_key is not None
