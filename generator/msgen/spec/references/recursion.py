"""Types that hold themselves: only `?`, a list or a map may stand between a type and itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgen.design.fields import NamedType
from msgen.design.service import Aggregate
from msgen.design.types import Type
from msgen.diagnostics import Finding

from ..document import Path
from .field_sites import named_types
from .scope import Scope

Graph = Mapping[str, Sequence[str]]


def check(scope: Scope) -> Iterator[Finding]:
    for context, types in scope.types.items():
        holding = {name: _held(definition, types) for name, definition in types.items()}
        aliases = {
            name: [named.name for named, _ in named_types(definition.alias) if _is_alias(types, named.name)]
            for name, definition in types.items()
            if isinstance(definition, NamedType) and definition.alias is not None
        }
        reported: set[str] = set()
        for graph, hint in (
            (holding, "put `?`, `list(...)` or `map(...)` between them"),
            (aliases, "an alias stands for another type in the end"),
        ):
            for cycle in cycles(graph):
                if not reported.intersection(cycle):
                    reported.update(cycle)
                    yield _finding(scope, context, cycle, hint)


def cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Cycles of a graph, one for each way back that a walk in order finds.

    >>> list(cycles({"A": ["B"], "B": ["A"], "C": ["C"]}))
    [('A', 'B'), ('C',)]
    """
    done: set[str] = set()
    for start in graph:
        trail: list[str] = []
        pending: list[Iterator[str]] = [iter((start,))]
        while pending:
            following = next((name for name in pending[-1] if name not in done), None)
            if following is None:
                pending.pop()
                if trail:
                    done.add(trail.pop())
            elif following in trail:
                yield tuple(trail[trail.index(following) :])
            else:
                trail.append(following)
                pending.append(iter(graph.get(following, ())))


def _held(definition: NamedType | Aggregate, types: Mapping[str, object]) -> list[str]:
    held: list[Type] = [field.type for field in (definition.fields or {}).values()]
    if isinstance(definition, NamedType) and definition.alias is not None:
        held.append(definition.alias)
    return [named.name for kind in held for named, direct in named_types(kind) if direct and named.name in types]


def _is_alias(types: Mapping[str, NamedType | Aggregate], name: str) -> bool:
    definition = types.get(name)
    return isinstance(definition, NamedType) and definition.alias is not None


def _finding(scope: Scope, context: str, cycle: tuple[str, ...], hint: str) -> Finding:
    path = _path(scope, context, cycle[0])
    chain = " -> ".join(f"`{name}`" for name in (*cycle, cycle[0]))
    return scope.wrong(path, f"a type holds itself: {chain}", hint, at_key=True)


def _path(scope: Scope, context: str, name: str) -> Path:
    declared = scope.design.contexts or {}
    if context in declared and name in (declared[context].types or {}):
        return ("contexts", context, "types", name)
    owner = next(
        service for service in scope.services
        if scope.context_of(service) == context and name in scope.aggregates[service]
    )  # fmt: skip
    return ("services", owner, "aggregates", name)
