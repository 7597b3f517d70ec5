"""A synchronous call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from msgen.additions.draft import Contents, Draft
from msgen.additions.errors import AdditionError
from msgen.additions.known import operation_of, refuse_unknown_target, service_of
from msgen.additions.written_out import with_written_operations
from msgen.spec import Document
from msgen.spec.document import Path
from msgen.topology.model import Call, Operation, Topology


class CallAddition(Struct, frozen=True):
    caller: str
    """A service, for all of its operations, or `service.Operation`."""
    to: str
    timeout: str | None = None
    attempts: int | None = None
    fallback: str | None = None
    ttl: str | None = None
    bulkhead: int | None = None
    group: str | None = None
    per_request: float | None = None
    with_: Mapping[str, str] = field(default_factory=dict)


def with_call(document: Document, topology: Topology, addition: CallAddition) -> Contents:
    refuse_unknown_target(topology, addition.to)
    if addition.ttl is not None and addition.fallback != "cache":
        raise AdditionError("only an answer from the cache has an age", "add `--fallback cache`, or leave `--ttl` out")
    draft = Draft(document)
    name, dot, _ = addition.caller.partition(".")
    service = service_of(topology, name)
    if not dot:
        _refuse_written(draft, ("services", name), addition)
        return draft.with_item(("services", name, "calls"), _written(addition)).document.contents
    operation = operation_of(topology, addition.caller)
    _refuse_known(operation, addition)
    creates = next((item for item in service.operations if item.kind == "command"), None)
    if not operation.is_written and operation == (creates or service.operations[0]):
        return draft.with_item(("services", name, "calls"), _written(addition)).document.contents
    draft = with_written_operations(draft, service)
    return with_call_of(draft, operation, _written(addition)).document.contents


def with_call_of(draft: Draft, operation: Operation, call: Any) -> Draft:
    """The draft with a call of a written operation; what it takes over from its service it keeps."""
    path: Path = ("services", operation.service, "api", "operations", operation.name)
    own, inherited = draft.written((*path, "calls")), draft.written(("services", operation.service, "calls"))
    if own is None and inherited:
        return draft.with_key((*path, "calls"), [*inherited, call])
    return draft.with_item((*path, "calls"), call)


def _written(addition: CallAddition) -> Any:
    said: dict[str, Any] = {
        "to": addition.to,
        "with": dict(addition.with_) or None,
        "timeout": addition.timeout,
        "retry": {"attempts": addition.attempts} if addition.attempts is not None else None,
        "bulkhead": addition.bulkhead,
        "fallback": {"kind": "cache", "ttl": addition.ttl} if addition.ttl is not None else addition.fallback,
        "group": addition.group,
        "per_request": addition.per_request,
    }
    written = {key: value for key, value in said.items() if value is not None}
    return addition.to if len(written) == 1 else written


def _refuse_known(operation: Operation, addition: CallAddition) -> None:
    if any(_goes_to(call, addition.to) for call in operation.calls):
        raise _called_already(operation.object_path, addition.to)


def _goes_to(call: Call, to: str) -> bool:
    return to in (call.callee, call.target)


def _refuse_written(draft: Draft, path: Path, addition: CallAddition) -> None:
    for written in draft.written((*path, "calls")) or ():
        if addition.to == (written.get("to") if isinstance(written, dict) else written):
            raise _called_already(addition.caller, addition.to)


def _called_already(caller: str, to: str) -> AdditionError:
    return AdditionError(f"`{caller}` calls `{to}` already", "change that call in the spec")
