"""Which operations a read model serves."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.topology.model import Operation, ReadModel, Service


def served(service: Service, model: ReadModel) -> Iterator[Operation]:
    """The operations that a read model names; where it names none, the queries of its service on no aggregate."""
    if model.serves:
        yield from (operation for operation in service.operations if operation.name in model.serves)
        return
    others = {aggregate.name for aggregate in service.aggregates}
    for operation in service.operations:
        is_own = operation.is_written or operation.subject == model.name
        if operation.is_query and is_own and operation.subject not in others:
            yield operation


def serves(service: Service, operation: Operation) -> bool:
    """Some read model of its service answers for the operation."""
    return any(operation in served(service, model) for model in service.read_models)
