"""Targets of calls and of fallbacks, and the fields that `with` names."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.diagnostics import Finding

from ..document import Path
from .call_sites import CallSite, call_sites
from .input_fields import input_fields, stored_fields
from .operations import operation_reference
from .scope import KnownOperation, Scope


def check(scope: Scope) -> Iterator[Finding]:
    for site in call_sites(scope.design):
        yield from _target(scope, (*site.path, "to"), site.call.to)
        yield from _fallback(scope, site)
        yield from _mapped_fields(scope, site)


def _target(scope: Scope, path: Path, target: str) -> Iterator[Finding]:
    name, _, operation = target.partition(".")
    if name in scope.externals:
        if operation:
            yield scope.wrong(path, f"the external system `{name}` has no operations", f"write `{name}`")
        return
    if operation:
        yield from operation_reference(scope, path, target)
    elif name not in scope.design.services:
        known = [*scope.design.services, *scope.externals]
        yield from scope.unknown(path, "service or external system", name, known)
    elif not scope.operations[name] and not scope.is_open(name):
        yield scope.wrong(
            path, f"`{name}` has no operations, so nobody can call it",
            f"give it an API: `api: rest` under `services.{name}`", [(("services", name), "the service")],
        )  # fmt: skip


def _fallback(scope: Scope, site: CallSite) -> Iterator[Finding]:
    fallback = site.call.fallback
    if fallback is None:
        return
    path = (*site.path, "fallback")
    if fallback.kind == "call" and fallback.to is None:
        yield scope.wrong(path, "a fallback of kind `call` needs a callee", "add `to: service.Operation`")
    if fallback.to is not None:
        yield from _target(scope, (*path, "to"), fallback.to)


def _mapped_fields(scope: Scope, site: CallSite) -> Iterator[Finding]:
    if not site.call.with_:
        return
    callee = callee_operation(scope, site)
    wanted = input_fields(scope, *callee) if callee else None
    offered = _offered(scope, site)
    for field, source in site.call.with_.items():
        path = (*site.path, "with", field)
        if wanted is not None and callee is not None and field not in wanted:
            yield from unknown_field(scope, path, field, f"{callee[0]}.{callee[1].name}", wanted)
        if offered is not None and source not in offered:
            yield from scope.unknown(path, f"field of `{site.service}.{site.operation}`", source, offered)


def unknown_field(scope: Scope, path: Path, field: str, callee: str, wanted: set[str]) -> Iterator[Finding]:
    """A key of `with` that the callee's input lacks."""
    yield from scope.unknown(path, f"field in the input of `{callee}`", field, wanted, at_key=True)


def callee_operation(scope: Scope, site: CallSite) -> tuple[str, KnownOperation] | None:
    """The operation that a call reaches; `None` for an external system or where it is not known."""
    name, _, operation = site.call.to.partition(".")
    if name not in scope.design.services or scope.is_open(name):
        return None
    known = scope.operations[name]
    if operation:
        return (name, known[operation]) if operation in known else None
    caller = scope.operations[site.service].get(site.operation or "")
    wanted = caller.kind if caller else "command"
    fitting = [item for item in known.values() if item.kind == wanted] or list(known.values())
    return (name, fitting[0]) if fitting else None


def _offered(scope: Scope, site: CallSite) -> set[str] | None:
    """The fields of the calling operation and of what its service stores; `None` if not all are known."""
    caller = scope.operations[site.service].get(site.operation or "")
    if caller is None or scope.is_open(site.service):
        return None
    own, stored = input_fields(scope, site.service, caller), stored_fields(scope, site.service)
    return None if own is None or stored is None else own | stored
