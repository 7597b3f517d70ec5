"""Object paths of decisions and experiments.

Waivers are left out on purpose: one that matches nothing is a warning of the linter, not an error of the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgen.diagnostics import Finding

from ..document import Path
from .object_paths import COLLECTIONS, SINGLE, SYSTEM, names_something, proposals
from .scope import Scope

_DEPENDENCY = "a service, an external system or a call, for example `payments` or `orders.PlaceOrder->payments.Pay`"


def check(scope: Scope) -> Iterator[Finding]:
    for name, decision in (scope.design.decisions or {}).items():
        for index, path in enumerate(decision.affects or ()):
            yield from _object(scope, ("decisions", name, "affects", index), path)
    for name, experiment in (scope.design.experiments or {}).items():
        where = ("experiments", name, "on")
        yield from _object(scope, where, experiment.on)
        if names_something(scope, experiment.on) and not _is_dependency(scope, experiment.on):
            yield scope.wrong(where, f"`{experiment.on}` is not a dependency", _DEPENDENCY)


def _object(scope: Scope, where: Path, path: str) -> Iterator[Finding]:
    if not names_something(scope, path):
        hint = "an object path, for example `payments.Authorize` or `sagas.place-order`"
        known = [*proposals(scope)]
        yield from scope.unknown(where, "object", path, known if len(known) < 3000 else (), hint)


def _is_dependency(scope: Scope, path: str) -> bool:
    head, *rest = path.split(".")
    if path == SYSTEM or head in SINGLE:
        return False
    if "->" in path:
        return True
    if head in COLLECTIONS:
        return head == "externals" and len(rest) == 1
    return not rest
