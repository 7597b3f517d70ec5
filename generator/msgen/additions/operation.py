"""An operation of a service."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from msgen.additions.draft import Contents, Draft
from msgen.additions.errors import AdditionError
from msgen.additions.fields import Fields
from msgen.additions.known import event_of, refuse_taken, refuse_unknown_target, service_of
from msgen.additions.written_out import with_written_operations
from msgen.design.api import Operation
from msgen.design.derived_operations import first_word, operation_kind
from msgen.design.naming import kebab_case
from msgen.spec import Document
from msgen.topology.model import Service, Topology


class OperationAddition(Struct, frozen=True):
    service: str
    name: str
    kind: str | None = None
    http: str | None = None
    input: str | Fields | None = None
    """The name of a type, or fields."""
    output: str | Fields | None = None
    idempotent: bool = False
    idempotency_key: str | None = None
    pagination: bool = False
    timeout: str | None = None
    rate_limit: str | None = None
    calls: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


def with_operation(document: Document, topology: Topology, addition: OperationAddition) -> Contents:
    service = service_of(topology, addition.service)
    draft = Draft(document)
    _refuse_without_api(service)
    path = ("services", service.name, "api", "operations", addition.name)
    refuse_taken(document, path, "the operation", draft.file_of(path))
    if any(item.name == addition.name for item in service.operations):
        raise AdditionError(
            f"`{service.name}` has the operation `{addition.name}` already, derived from what it keeps",
            "choose another name",
        )
    for target in addition.calls:
        refuse_unknown_target(topology, target)
    for event in addition.publishes:
        if event not in service.publishes:
            event_of(topology, event)
    return with_written_operations(draft, service).with_key(path, _written(addition)).document.contents


def _refuse_without_api(service: Service) -> None:
    if service.is_worker:
        raise AdditionError(
            f"`{service.name}` is a worker: it offers no API", "write `api: rest` or `api: grpc` into the spec first"
        )
    if service.contract is not None:
        raise AdditionError(
            f"`{service.name}` serves the contract `{service.contract}`, which says what its operations are",
            "add the operation there",
        )


def _written(addition: OperationAddition) -> dict[str, Any]:
    http = None if addition.http == _usual_http(addition.name) else addition.http
    kind = addition.kind or _kind(addition.name, addition.http)
    said: dict[str, Any] = {
        "kind": None if kind == _kind(addition.name, http) else kind,
        "http": http,
        "input": addition.input,
        "output": addition.output,
        "idempotent": True if addition.idempotent and kind == "command" else None,
        "idempotency_key": addition.idempotency_key,
        "pagination": "cursor" if addition.pagination else None,
        "timeout": addition.timeout,
        "rate_limit": addition.rate_limit,
        "publishes": list(addition.publishes) or None,
        "calls": list(addition.calls) or None,
        "reads": list(addition.reads) or None,
        "writes": list(addition.writes) or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _kind(name: str, http: str | None) -> str:
    return operation_kind(name, Operation.model_construct(kind=None, http=http))


def _usual_http(name: str) -> str | None:
    """The method and path that follow from the name; those of a `Get...` depend on its input."""
    if first_word(name) == "get":
        return None
    method = "GET" if _kind(name, None) == "query" else "POST"
    return f"{method} /{kebab_case(name)}"
