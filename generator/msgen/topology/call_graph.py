"""The call graph: in which order operations are worked out, and which of them call themselves in the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgen.topology.calls import Edge


def callees_first(operations: Collection[str], edges: Mapping[str, tuple[Edge, ...]]) -> Iterable[str]:
    """Operations in an order in which a callee stands before its caller, but for cycles; without recursion."""
    done: set[str] = set()
    for root in operations:
        stack: list[tuple[str, bool]] = [(root, False)]
        waiting: set[str] = set()
        while stack:
            path, left = stack.pop()
            if left:
                if path not in done:
                    done.add(path)
                    yield path
                continue
            if path in done or path in waiting:
                continue
            waiting.add(path)
            stack.append((path, True))
            stack.extend((callee, False) for callee in reversed(_callees(edges.get(path, ()))))


def _callees(edges: Iterable[Edge]) -> list[str]:
    return [f"{edge.target}.{edge.operation}" for edge in edges if edge.operation is not None]


def in_cycles(operations: Collection[str], edges: Mapping[str, tuple[Edge, ...]]) -> frozenset[str]:
    """The operations that reach themselves through calls: members of a strongly connected component with a cycle."""
    order: list[str] = list(callees_first(operations, edges))
    callers: dict[str, list[str]] = {}
    for path in operations:
        for callee in _callees(edges.get(path, ())):
            callers.setdefault(callee, []).append(path)
    component: dict[str, str] = {}
    for root in reversed(order):
        stack = [root]
        while stack:
            path = stack.pop()
            if path in component:
                continue
            component[path] = root
            stack.extend(caller for caller in callers.get(path, ()) if caller not in component)
    sizes: dict[str, int] = {}
    for root in component.values():
        sizes[root] = sizes.get(root, 0) + 1
    return frozenset(path for path in operations if sizes[component[path]] > 1 or path in _callees(edges.get(path, ())))
