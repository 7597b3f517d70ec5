"""Values that cannot all be meant: shares above 100%, a smallest above its largest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.design.service import Service
from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope

_ALL = Decimal(100)


def check(scope: Scope) -> Iterator[Finding]:
    for name, service in scope.design.services.items():
        here: Path = ("services", name)
        yield from _weights(scope, here, service)
        yield from _pods(scope, here, service)
        yield from _paths(scope, here, name)
    for name, context in (scope.design.contexts or {}).items():
        for event, written in (context.events or {}).items():
            version = written.version or 1
            for index, older in enumerate(written.upcasts or ()):
                if not 0 < older < version:
                    path = ("contexts", name, "events", event, "upcasts", index)
                    yield scope.wrong(path, f"version {older} is not older than version {version}", "list older ones")


def _weights(scope: Scope, here: Path, service: Service) -> Iterator[Finding]:
    """Written weights leave the rest to versions without one; a `match` without a weight takes none."""
    if not service.versions:
        return
    total = sum((version.weight for version in service.versions.values() if version.weight is not None), Decimal(0))
    takes_rest = any(version.weight is None and version.match is None for version in service.versions.values())
    if total > _ALL or (total < _ALL and not takes_rest):
        said = f"the weights add up to {_shown(total)}%, not to 100%"
        yield scope.wrong((*here, "versions"), said, "change a weight, or leave one out", at_key=True)


def _pods(scope: Scope, here: Path, service: Service) -> Iterator[Finding]:
    scaling = service.scaling
    if scaling is None or scaling.min is None or scaling.max is None or scaling.min <= scaling.max:
        return
    yield scope.wrong(
        (*here, "scaling", "min"), f"`min` is {scaling.min}, above `max` with {scaling.max}", "exchange the two",
        [((*here, "scaling", "max"), "the largest number")],
    )  # fmt: skip


def _paths(scope: Scope, here: Path, name: str) -> Iterator[Finding]:
    """One method and path answer for one operation."""
    first: dict[str, str] = {}
    for operation in scope.operations[name].values():
        if operation.written is None or operation.written.http is None:
            continue
        shape = _without_names(operation.written.http)
        other = first.setdefault(shape, operation.name)
        if other != operation.name:
            operations = (*here, "api", "operations")
            yield scope.wrong(
                (*operations, operation.name, "http"), f"`{other}` answers at this method and path too",
                "give one of them another path", [((*operations, other, "http"), "the other one")],
            )  # fmt: skip


def _without_names(http: str) -> str:
    parts = http.rstrip("/").split("/")
    return "/".join("{}" if part.startswith("{") else part for part in parts)


def _shown(total: Decimal) -> str:
    return f"{total.normalize():f}"
