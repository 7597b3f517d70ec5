"""SAG04: a saga that may wait for ever, or whose steps may take longer than it may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import is_repeatable, operation_of, step_path
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Saga, SagaStep, Topology

BACKOFF = timedelta(milliseconds=50)
"""Before a second try, where nothing else is written."""


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for saga in topology.sagas.values():
        for step in saga.steps:
            if step.timeout is None:
                yield _endless_step(topology, saga, step)
        if saga.deadline is None:
            yield _endless(topology, saga)
        else:
            yield from _too_long(saga, saga.deadline)


def _endless_step(topology: Topology, saga: Saga, step: SagaStep) -> Smell:
    path, enough = step_path(saga, step), duration(_enough(topology, step))
    fix = Fix(f"set its timeout to {enough}, the tries of `{step.do}`", (Edit(f"{path}.timeout", enough),))
    return Smell(path, "has no `timeout`: while it hangs the saga neither goes on nor back", fixes=(fix,))


def _endless(topology: Topology, saga: Saga) -> Smell:
    whole = sum((step.timeout or _enough(topology, step) for step in saga.steps), timedelta())
    deadline = duration(whole)
    fix = Fix(f"set it to {deadline}, the time of all steps", (Edit(f"{saga.object_path}.deadline", deadline),))
    return Smell(saga.object_path, "has no `deadline`: nothing says when it has failed", fixes=(fix,))


def _too_long(saga: Saga, deadline: timedelta) -> Iterator[Smell]:
    timeouts = [step.timeout for step in saga.steps if step.timeout is not None]
    whole = sum(timeouts, timedelta())
    if whole > deadline:
        parts = " + ".join(duration(timeout) for timeout in timeouts)
        yield Smell(
            saga.object_path,
            f"its steps may take {duration(whole)} ({parts}), its deadline is {duration(deadline)}",
            cost=Cost(Decimal((whole - deadline) // timedelta(microseconds=1)) / 1000, "ms"),
            fixes=(
                Fix(f"set the deadline to {duration(whole)}", (Edit(f"{saga.object_path}.deadline", duration(whole)),)),
            ),
        )


def _enough(topology: Topology, step: SagaStep) -> timedelta:
    """Two tries of a command that may be repeated, one of any other, each as long as the command may take."""
    operation = operation_of(topology, step.do)
    return 2 * operation.timeout + BACKOFF if is_repeatable(operation) else operation.timeout


RULE = Rule(
    id="SAG04",
    title="No step timeout / deadline",
    severity="warning",
    covers=("S5",),
    source="microservices.io (Richardson), saga",
    condition="a step without `timeout`, a saga without `deadline`, or sum of the steps' timeouts > deadline",
    fix="automatic",
    check=check,
)
