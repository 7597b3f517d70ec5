"""References to operations: `service.Operation`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from msgen.diagnostics import Finding, Related

from ..document import Path
from .scope import Scope


def operation_reference(scope: Scope, path: Path, reference: str) -> Iterator[Finding]:
    """Checks that a `service.Operation` exists."""
    service, _, operation = reference.partition(".")
    if service not in scope.design.services:
        if service in scope.externals:
            yield scope.wrong(path, f"`{service}` is an external system and has no operations here")
            return
        elsewhere = [f"{name}.{operation}" for name, known in scope.operations.items() if operation in known]
        hint = f"did you mean `{elsewhere[0]}`" if len(elsewhere) == 1 else ""
        yield from scope.unknown(path, "service", service, scope.design.services, hint)
        return
    known = scope.operations[service]
    if operation in known or scope.is_open(service):
        return
    if not known:
        yield scope.wrong(
            path, f"`{service}` has no operations", f"give it an API: `api: rest` under `services.{service}`",
            [(("services", service), "the service")],
        )  # fmt: skip
        return
    for finding in scope.unknown(path, f"operation of `{service}` called", operation, known):
        yield _with_service(scope, finding, service)


def _with_service(scope: Scope, finding: Finding, service: str) -> Finding:
    hint = finding.hint.replace("did you mean `", f"did you mean `{service}.")
    place = scope.document.place(("services", service)).key
    return replace(finding, hint=hint, related=(Related(place, "the service"),))
