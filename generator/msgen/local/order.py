"""In which order services start: what is called comes before its caller; a call cycle starts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Service to the services that it calls."""


def start_waves(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Groups of services that start together, each once those before it are ready; reversed: the stop order.

    >>> start_waves({"shop": ["cart", "pay"], "cart": ["pay"], "pay": ["cart"], "mail": []})
    (('cart', 'mail', 'pay'), ('shop',))
    """
    wave_of: dict[str, int] = {}
    for component in components(graph):
        called = {callee for name in component for callee in graph[name]} - set(component)
        wave = 1 + max((wave_of[callee] for callee in called), default=-1)
        wave_of.update(dict.fromkeys(component, wave))
    waves: list[list[str]] = [[] for _ in range(1 + max(wave_of.values(), default=-1))]
    for name in sorted(wave_of):
        waves[wave_of[name]].append(name)
    return tuple(tuple(wave) for wave in waves)


def components(graph: Graph) -> list[tuple[str, ...]]:
    """The strongly connected components, callees before callers: Tarjan, without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in index else []
        while work:
            name, callees = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                path.append(name)
                on_path.add(name)
            callee = next(callees, None)
            if callee is None:
                work.pop()
                if work:
                    caller = work[-1][0]
                    low[caller] = min(low[caller], low[name])
                if low[name] == index[name]:
                    found.append(_cut(path, on_path, name))
            elif callee not in index:
                work.append((callee, iter(graph[callee])))
            elif callee in on_path:
                low[name] = min(low[name], index[callee])
    return found


def _cut(path: list[str], on_path: set[str], first: str) -> tuple[str, ...]:
    """Takes the component that begins with `first` off the path."""
    start = path.index(first)
    component = tuple(path[start:])
    del path[start:]
    on_path.difference_update(component)
    return component
