"""References inside a service: probes, read models, aggregates that operations read or write, idempotency keys."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.delivery import Probes
from msgen.design.service import Service
from msgen.diagnostics import Finding

from ..document import Path
from .input_fields import input_fields
from .scope import Scope

PROBED = ("store", "broker")


def check(scope: Scope) -> Iterator[Finding]:
    for name, service in scope.design.services.items():
        here: Path = ("services", name)
        yield from _probes(scope, (*here, "probes"), service.probes)
        yield from _served(scope, here, name, service)
        yield from _types_inside(scope, here, name, service)
        yield from _accesses(scope, here, name, service)
        yield from _idempotency_keys(scope, here, name)
    for path, defaults in _defaults(scope):
        yield from _probes(scope, path, defaults)


def _defaults(scope: Scope) -> Iterator[tuple[Path, Probes | None]]:
    if scope.design.defaults is not None:
        yield ("defaults", "probes"), scope.design.defaults.probes
    for name, context in (scope.design.contexts or {}).items():
        if context.defaults is not None:
            yield ("contexts", name, "defaults", "probes"), context.defaults.probes


def _probes(scope: Scope, path: Path, probes: Probes | None) -> Iterator[Finding]:
    if probes is None:
        return
    known = [*PROBED, *scope.design.services, *scope.externals]
    for key, names in (("liveness", probes.liveness), ("readiness", probes.readiness)):
        for index, name in enumerate(names or ()):
            if name not in known:
                yield from scope.unknown((*path, key, index), "dependency", name, known)


def _served(scope: Scope, here: Path, name: str, service: Service) -> Iterator[Finding]:
    operations = scope.operations[name]
    for model, view in (service.read_models or {}).items():
        for index, operation in enumerate(view.serves or ()):
            if operation not in operations and not scope.is_open(name):
                path = (*here, "read_models", model, "serves", index)
                yield from scope.unknown(path, f"operation of `{name}` called", operation, operations)


def _types_inside(scope: Scope, here: Path, name: str, service: Service) -> Iterator[Finding]:
    context = scope.context_of(name)
    types = scope.types.get(context, {})
    for aggregate, written in (service.aggregates or {}).items():
        for key, names in (("entities", written.entities), ("value_objects", written.value_objects)):
            for index, kind in enumerate(names or ()):
                if kind not in types:
                    path = (*here, "aggregates", aggregate, key, index)
                    yield from scope.unknown(path, f"type of the context `{context}` called", kind, types)


def _accesses(scope: Scope, here: Path, name: str, service: Service) -> Iterator[Finding]:
    for operation, written in ((service.api and service.api.operations) or {}).items():
        for key, references in (("reads", written.reads), ("writes", written.writes)):
            for index, reference in enumerate(references or ()):
                path = (*here, "api", "operations", operation, key, index)
                yield from _aggregate(scope, path, name, reference)


def _aggregate(scope: Scope, path: Path, service: str, reference: str) -> Iterator[Finding]:
    owner, _, aggregate = reference.rpartition(".")
    owner = owner or service
    if owner not in scope.design.services:
        yield from scope.unknown(path, "service", owner, scope.design.services)
        return
    known = scope.aggregates[owner]
    if aggregate not in known and owner not in scope.doubtful.services:
        elsewhere = [name for name, others in scope.aggregates.items() if aggregate in others]
        hint = f"did you mean `{elsewhere[0]}.{aggregate}`" if elsewhere else ""
        yield from scope.unknown(path, f"aggregate of `{owner}` called", aggregate, known, hint)


def _idempotency_keys(scope: Scope, here: Path, name: str) -> Iterator[Finding]:
    if scope.is_open(name):
        return
    for operation in scope.operations[name].values():
        key = operation.written.idempotency_key if operation.written else None
        fields = input_fields(scope, name, operation)
        if key is None or key[0].isupper() or fields is None or key in fields:
            continue
        path = (*here, "api", "operations", operation.name, "idempotency_key")
        hint = "name an input field, or a header, which begins with a capital"
        yield from scope.unknown(path, f"field in the input of `{name}.{operation.name}`", key, fields, hint)
