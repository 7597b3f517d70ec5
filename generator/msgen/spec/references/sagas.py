"""References of sagas: coordinator, commands of the steps, where their inputs come from."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.sagas import Saga, SagaStep
from msgen.diagnostics import Finding

from ..document import Path
from .calls import unknown_field
from .input_fields import input_fields, output_fields, stored_fields
from .operations import operation_reference
from .scope import KnownOperation, Scope


def check(scope: Scope) -> Iterator[Finding]:
    for name, saga in (scope.design.sagas or {}).items():
        here: Path = ("sagas", name)
        if saga.coordinator is not None and saga.coordinator not in scope.design.services:
            yield from scope.unknown((*here, "coordinator"), "service", saga.coordinator, scope.design.services)
        for index, step in enumerate(saga.steps):
            yield from _step(scope, (*here, "steps", index), step)
        yield from _mapped_fields(scope, here, saga)


def _step(scope: Scope, path: Path, step: SagaStep) -> Iterator[Finding]:
    for key, reference in (("do", step.do), ("compensate", step.compensate)):
        if reference is None:
            continue
        yield from operation_reference(scope, (*path, key), reference)
        operation = _operation(scope, reference)
        if operation is not None and operation.kind == "query":
            hint = "a step changes state; say `kind: command` if it does"
            yield scope.wrong((*path, key), f"`{reference}` is a query", hint)


def _operation(scope: Scope, reference: str) -> KnownOperation | None:
    service, _, name = reference.partition(".")
    return scope.operations.get(service, {}).get(name)


def _mapped_fields(scope: Scope, here: Path, saga: Saga) -> Iterator[Finding]:
    """Right sides come from the trigger, from what the coordinator stores, or from earlier steps."""
    offered = _start(scope, saga)
    for index, step in enumerate(saga.steps):
        operation, service = _operation(scope, step.do), step.do.partition(".")[0]
        wanted = input_fields(scope, service, operation) if operation and not scope.is_open(service) else None
        for field, source in (step.with_ or {}).items():
            path = (*here, "steps", index, "with", field)
            if wanted is not None and field not in wanted:
                yield from unknown_field(scope, path, field, step.do, wanted)
            if offered is not None and source not in offered:
                yield from scope.unknown(path, "field in the trigger or an earlier step", source, offered)
        offered = _extended(scope, offered, wanted, service, operation)


def _start(scope: Scope, saga: Saga) -> set[str] | None:
    name = saga.trigger.rpartition(".")[2]
    owners = scope.events.get(name, ())
    context = (scope.design.contexts or {}).get(owners[0]) if owners else None
    event = (context.events or {}).get(name) if context else None
    if event is None or event.fields is None or saga.coordinator not in scope.design.services:
        return None
    stored = stored_fields(scope, saga.coordinator) if saga.coordinator else None
    return None if stored is None else stored | set(event.fields) | {event.key or "id"}


def _extended(
    scope: Scope, offered: set[str] | None, sent: set[str] | None, service: str, operation: KnownOperation | None
) -> set[str] | None:
    got = output_fields(scope, service, operation) if operation else None
    return None if offered is None or sent is None or got is None else offered | sent | got
