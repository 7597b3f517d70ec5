"""The operations that follow from what a service keeps, written into the spec: to write one is to write all of them."""

from __future__ import annotations

from typing import Any

from msgen.additions.draft import Draft
from msgen.additions.errors import AdditionError
from msgen.design.type_text import field_expression
from msgen.design.types import Field
from msgen.topology.model import Aggregate, Message, Operation, ReadModel, Service


def with_written_operations(draft: Draft, service: Service) -> Draft:
    """The draft in which every operation of the service is written, so that another one can be."""
    operations = ("services", service.name, "api", "operations")
    if draft.written(operations) is not None or not service.operations:
        return draft
    inherits = bool(draft.written(("services", service.name, "calls")))
    return draft.with_key(operations, {item.name: _written(item, service, inherits) for item in service.operations})


def _written(operation: Operation, service: Service, inherits: bool) -> dict[str, Any]:
    """What has to be said for the operation to be what it was."""
    rows: tuple[Aggregate | ReadModel, ...] = (*service.aggregates, *service.read_models)
    is_of_first = not rows or operation.subject in (None, rows[0].name)
    said: dict[str, Any] = {"http": f"{operation.method} {operation.path}"}
    if _has_written_input(operation, is_of_first):
        said["input"] = _fields(operation.input)
    if not is_of_first:
        said |= _of_another(operation, service)
    if operation.kind == "command" and operation.idempotent:
        said["idempotent"] = True
    if operation.publishes:
        said["publishes"] = list(operation.publishes)
    if inherits and not operation.calls:
        said["calls"] = []
    return said


def _has_written_input(operation: Operation, is_of_first: bool) -> bool:
    """A command takes the fields of the first aggregate, or its `id`, where it does not say more."""
    if not is_of_first:
        return bool(operation.input.fields)
    return operation.method == "PUT" and len(operation.input.fields) > 1


def _of_another(operation: Operation, service: Service) -> dict[str, Any]:
    """An operation works on the first aggregate, where it does not name another."""
    if operation.subject not in [item.name for item in service.aggregates]:
        raise AdditionError(
            f"the operations of `{service.name}` follow from several read models, and cannot be written out",
            f"write `operations` under `services.{service.name}.api` by hand first",
        )
    if operation.kind == "command":
        return {"output": _fields(operation.output), "writes": [operation.subject]}
    page = operation.output.page_of
    if page is None:
        return {"output": operation.subject, "reads": [operation.subject]}
    return {"output": {"items": f"list({page})"}, "pagination": "cursor", "reads": [operation.subject]}


def _fields(message: Message) -> dict[str, Any]:
    return {item.name: _expression(item) for item in message.fields}


def _expression(item: Field) -> Any:
    if item.default is None:
        return field_expression(item)
    if " " in item.default:
        return {"type": field_expression(item), "default": item.default}
    return f"{field_expression(item)} default={item.default}"
