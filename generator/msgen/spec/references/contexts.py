"""References of contexts: owners, shared types, relations; and of services to their context and owner."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope


def check(scope: Scope) -> Iterator[Finding]:
    for name, context in (scope.design.contexts or {}).items():
        yield from _owner(scope, ("contexts", name, "owner"), context.owner)
        for index, shared in enumerate(context.shared or ()):
            if shared not in (context.types or {}):
                yield from scope.unknown(
                    ("contexts", name, "shared", index), f"type of `{name}` called", shared, context.types or {}
                )
    for name, service in scope.design.services.items():
        yield from _owner(scope, ("services", name, "owner"), service.owner)
        yield from _context(scope, ("services", name, "context"), service.context)
        for aggregate, written in (service.aggregates or {}).items():
            yield from _context(scope, ("services", name, "aggregates", aggregate, "context"), written.context)
    yield from _relations(scope)


def _owner(scope: Scope, path: Path, team: str | None) -> Iterator[Finding]:
    teams = scope.design.teams or {}
    if team is not None and team not in teams:
        yield from scope.unknown(path, "team", team, teams, f"declare it: `teams: {{{team}: {{}}}}`")


def _context(scope: Scope, path: Path, context: str | None) -> Iterator[Finding]:
    if context is not None and context not in scope.contexts:
        hint = f"declare it: `contexts: {{{context}: {{}}}}`"
        yield from scope.unknown(path, "context", context, scope.contexts, hint)


def _relations(scope: Scope) -> Iterator[Finding]:
    for index, relation in enumerate(scope.design.context_map or ()):
        path: Path = ("context_map", index)
        upstream = [*scope.contexts, *scope.externals]
        if relation.upstream not in upstream:
            yield from scope.unknown((*path, "upstream"), "context", relation.upstream, upstream)
        if relation.downstream not in scope.contexts:
            yield from scope.unknown((*path, "downstream"), "context", relation.downstream, scope.contexts)
        if relation.upstream == relation.downstream:
            yield scope.wrong((*path, "downstream"), "a context is not downstream of itself", "name the other side")
