"""How an operation is offered in REST: where each field of its input goes, and what it may answer."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from msgen.contracts.catalogue import Catalogue, Enumeration, Structure
from msgen.contracts.literals import shown_default
from msgen.contracts.messages import input_fields, output_fields
from msgen.design.types import EnumType, Field, ListType, NamedType, Scalar, Type
from msgen.topology.model import Message, Operation, Service

QueryForm = Literal["plain", "list", "json"]
"""One value; a value that may be repeated; JSON text, for what has no other form in a query."""

_METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_PARAMETER = re.compile(r"\{([^}]+)\}")


class QueryParameter(Struct, frozen=True):
    field: Field
    form: QueryForm
    required: bool
    """A list is never required: without the parameter it is empty."""


class Body(Struct, frozen=True):
    """A JSON object, in a request or in an answer."""

    model: str
    """The name of its class and component."""
    structure: Structure
    named: bool
    """The class is a named type, an aggregate or a read model, not one made for the operation."""


class HttpOperation(Struct, frozen=True):
    """An operation as a route."""

    operation: Operation
    path: str
    """With the base path."""
    path_parameters: tuple[Field, ...]
    query_parameters: tuple[QueryParameter, ...]
    """Those without a default first, so that they may stand in this order in a signature."""
    body: Body | None
    answer: Body | None
    """`None` where there is nothing to say (204)."""
    needs_if_match: bool
    idempotency_header: str | None
    status: int
    """The status of a success."""
    answer_headers: tuple[str, ...]
    problems: tuple[int, ...]
    """The statuses of errors that it may answer, in order."""


def http_operation(service: Service, operation: Operation, catalogue: Catalogue) -> HttpOperation:
    in_path, rest = _split(operation)
    has_body = operation.method in _METHODS_WITH_BODY
    query = () if has_body else _query_parameters(rest, catalogue)
    body = _request_body(operation, in_path, rest, catalogue) if has_body and rest else None
    header = _idempotency_header(operation)
    needs_if_match = operation.role in ("update", "delete")
    has_input = bool(in_path or rest or header or needs_if_match)
    return HttpOperation(
        operation=operation,
        path=f"{service.base_path}{operation.path}",
        path_parameters=in_path,
        query_parameters=query,
        body=body,
        answer=None if operation.role == "delete" else _answer(operation, catalogue),
        needs_if_match=needs_if_match,
        idempotency_header=header,
        status={"create": 201, "delete": 204}.get(operation.role, 200),
        answer_headers=_answer_headers(operation),
        problems=_problems(service, operation, has_path=bool(in_path), body=body, has_input=has_input),
    )


def path_names(path: str) -> tuple[str, ...]:
    """The parameters of a path.

    >>> path_names("/orders/{order_id}/lines/{id}")
    ('order_id', 'id')
    """
    return tuple(_PARAMETER.findall(path))


def _split(operation: Operation) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields in the path, in its order, and all others."""
    names = path_names(operation.path)
    fields = {field.name: field for field in input_fields(operation)}
    in_path = tuple(_always_given(fields.pop(name)) for name in names)
    return in_path, tuple(fields.values())


def _always_given(field: Field) -> Field:
    return replace(field, type=replace(field.type, optional=False), default=None)


def _query_parameters(fields: tuple[Field, ...], catalogue: Catalogue) -> tuple[QueryParameter, ...]:
    parameters = [_query_parameter(field, catalogue) for field in fields]
    return tuple(sorted(parameters, key=lambda item: _has_default_value(item.field, catalogue)))


def _has_default_value(field: Field, catalogue: Catalogue) -> bool:
    """Lists and objects are made anew for each request: a signature shows no value for them."""
    if catalogue.is_required(field):
        return False
    return field.default is None or shown_default(field, catalogue) is not None


def _query_parameter(field: Field, catalogue: Catalogue) -> QueryParameter:
    meant = catalogue.expand(field.type)
    if isinstance(meant, ListType) and _is_plain(meant.item, catalogue):
        return QueryParameter(field, "list", required=False)
    form: QueryForm = "plain" if _is_plain(meant, catalogue) else "json"
    return QueryParameter(field, form, required=catalogue.is_required(field))


def _is_plain(meant: Type, catalogue: Catalogue) -> bool:
    match meant:
        case Scalar(kind=kind):
            return kind not in ("json", "money")
        case NamedType(name=name):
            return isinstance(catalogue.definition(name), Enumeration)
        case _:
            return isinstance(meant, EnumType)


def _request_body(
    operation: Operation, in_path: tuple[Field, ...], rest: tuple[Field, ...], catalogue: Catalogue
) -> Body:
    if in_path:
        return _own(f"{operation.name}Body", rest)
    return _named(operation.input, rest, catalogue) or _own(f"{operation.name}Input", rest)


def _answer(operation: Operation, catalogue: Catalogue) -> Body:
    fields = output_fields(operation)
    return _named(operation.output, fields, catalogue) or _own(f"{operation.name}Output", fields)


def _named(message: Message, fields: tuple[Field, ...], catalogue: Catalogue) -> Body | None:
    if message.named is None or fields != message.fields:
        return None
    meant = catalogue.expand(NamedType(message.named))
    found = catalogue.definition(meant.name) if isinstance(meant, NamedType) else None
    if not isinstance(found, Structure):
        return None
    return Body(catalogue.component(found.name), found, named=True)


def _own(model: str, fields: tuple[Field, ...]) -> Body:
    return Body(model, Structure(model, fields), named=False)


def _idempotency_header(operation: Operation) -> str | None:
    key = operation.idempotency_key
    return key if key and key[0].isupper() else None


def _answer_headers(operation: Operation) -> tuple[str, ...]:
    match operation.role:
        case "create":
            return ("Location", "ETag")
        case "get" | "update":
            return ("ETag",)
        case _:
            return ()


def _problems(
    service: Service, operation: Operation, *, has_path: bool, body: Body | None, has_input: bool
) -> tuple[int, ...]:
    versioned = operation.role in ("update", "delete")
    conflicts = operation.role == "create" or bool(operation.idempotency_key)
    conflicts = conflicts or (operation.role == "update" and _has_unique_field(service, operation))
    possible = {
        400: body is not None,
        404: has_path,
        409: conflicts,
        412: versioned,
        422: has_input,
        428: versioned,
        429: True,
        500: True,
        503: True,
        504: True,
    }
    return tuple(status for status, happens in possible.items() if happens)


def _has_unique_field(service: Service, operation: Operation) -> bool:
    return any(
        field.unique
        for aggregate in service.aggregates
        if aggregate.name == operation.subject
        for field in aggregate.fields
    )
