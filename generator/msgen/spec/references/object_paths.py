"""Object paths: what a finding, a decision or an experiment is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .scope import Scope

COLLECTIONS = (
    "contexts", "externals", "journeys", "sagas", "environments", "teams", "actors", "decisions", "experiments",
)  # fmt: skip
SINGLE = ("platform", "telemetry", "defaults", "context_map", "waivers")
SYSTEM = "."


def names_something(scope: Scope, path: str) -> bool:
    """Does an object path name something of the design."""
    if path == SYSTEM:
        return True
    caller, arrow, target = path.partition("->")
    if arrow:
        return _is_operation(scope, caller) and _is_target(scope, target)
    head, *rest = path.split(".")
    if head in SINGLE:
        return True
    if head in COLLECTIONS:
        known = _collection(scope, head)
        return bool(rest) and rest[0] in known
    if head in scope.externals:
        return True
    service = head.partition("@")[0]
    return service in scope.design.services and _is_part(scope, service, head.partition("@")[2], rest)


def proposals(scope: Scope) -> Iterator[str]:
    """Object paths that are likely to be meant."""
    yield from scope.design.services
    for service, operations in scope.operations.items():
        yield from (f"{service}.{operation}" for operation in operations)
    for collection in COLLECTIONS:
        yield from (f"{collection}.{name}" for name in _collection(scope, collection))


def _collection(scope: Scope, collection: str) -> Iterable[str]:
    if collection == "contexts":
        return scope.contexts
    if collection == "environments":
        return scope.environments
    return getattr(scope.design, collection) or {}


def _is_part(scope: Scope, service: str, version: str, rest: list[str]) -> bool:
    written = scope.design.services[service]
    if version and version not in (written.versions or {}):
        return False
    if not rest or scope.is_open(service) or rest[0] in scope.operations[service]:
        return True
    return rest[0] in type(written).model_fields


def _is_operation(scope: Scope, path: str) -> bool:
    service, _, operation = path.partition(".")
    name, _, version = service.partition("@")
    if name not in scope.design.services or (version and version not in (scope.design.services[name].versions or {})):
        return False
    return scope.is_open(name) or operation in scope.operations[name] or _is_handled(scope, name, operation)


def _is_handled(scope: Scope, service: str, event: str) -> bool:
    return any(item.event == event for item in scope.design.services[service].subscribes or ())


def _is_target(scope: Scope, path: str) -> bool:
    name, _, rest = re.sub(r"#[0-9]+", "", path).partition(".")
    if name in scope.externals:
        return True
    if name not in scope.design.services:
        return False
    return scope.is_open(name) or rest.partition(".")[0] in scope.operations[name]
