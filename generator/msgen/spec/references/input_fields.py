"""Which fields an input, an output or a stored aggregate has, as far as the spec tells."""

from __future__ import annotations

import re

from msgen.design.derived_operations import PAGE_WORDS, first_word
from msgen.design.fields import NamedType
from msgen.design.service import Aggregate
from msgen.design.types import Field

from .scope import KnownOperation, Scope

_PAGE_INPUT = {"limit", "cursor"}


def input_fields(scope: Scope, service: str, operation: KnownOperation) -> set[str] | None:
    """The names of the input's fields; `None` where no schema is known."""
    if operation.derived is not None:
        return _derived_input(scope, service, operation)
    written = operation.written
    if written is None:
        return None
    parameters = path_parameters(written.http)
    page = _PAGE_INPUT if written.pagination == "cursor" else set()
    named = (
        message_fields(scope, service, written.input)
        if written.input is not None
        else _unwritten_input(scope, service, operation, parameters)
    )
    return None if named is None else named | parameters | page


def output_fields(scope: Scope, service: str, operation: KnownOperation) -> set[str] | None:
    """The names of the output's fields; `None` where no schema is known or it is derived."""
    if operation.written is None or operation.written.output is None:
        return {"id"} if operation.kind == "command" else None
    return message_fields(scope, service, operation.written.output)


def message_fields(scope: Scope, service: str, message: str | dict[str, Field]) -> set[str] | None:
    """The fields of a written message."""
    if isinstance(message, dict):
        return set(message)
    definition = scope.types.get(scope.context_of(service), {}).get(message)
    return None if definition is None else _fields_of(definition)


def stored_fields(scope: Scope, service: str) -> set[str] | None:
    """The fields of everything that a service keeps; `None` where a read model derives its own."""
    models = scope.services[service].read_models or {}
    if any(model.fields is None for model in models.values()):
        return None
    found = {"id"} if models else set()
    for aggregate in scope.aggregates[service].values():
        found |= set(aggregate.fields or {})
    for model in models.values():
        found |= set(model.fields or {})
    return found


def path_parameters(http: str | None) -> set[str]:
    return set(re.findall(r"\{([a-z_][a-z0-9_]*)\}", http or ""))


def _fields_of(definition: NamedType | Aggregate) -> set[str] | None:
    return None if definition.fields is None else set(definition.fields)


def _derived_input(scope: Scope, service: str, operation: KnownOperation) -> set[str] | None:
    derived = operation.derived
    if derived is None or derived.role in ("list", "custom"):
        return set(_PAGE_INPUT)
    if derived.role in ("get", "delete"):
        return {"id"}
    fields = set(scope.aggregates[service][derived.subject or ""].fields or {})
    return fields - {"id"} if derived.role == "create" else fields


def _unwritten_input(scope: Scope, service: str, operation: KnownOperation, parameters: set[str]) -> set[str] | None:
    if operation.kind == "query":
        word = first_word(operation.name)
        page = _PAGE_INPUT if word in PAGE_WORDS else set()
        by_id = word == "get" and operation.written is not None and operation.written.http is None
        return ({"id"} if by_id else set()) | page
    if "id" in parameters:
        return {"id"}
    first = next(iter(scope.aggregates[service].values()), None)
    if first is not None:
        return set(first.fields or {}) - {"id"}
    return None if scope.services[service].read_models else set()
