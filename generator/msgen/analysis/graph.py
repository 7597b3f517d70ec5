"""Orders and cycles of a directed graph, without recursion: a chain may be as long as it likes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Graph = Mapping[Node, Sequence[Node]]
"""Successors of each node; a node without any may be left out."""


def forward_edges(roots: Iterable[Node], graph: Graph[Node]) -> tuple[list[Node], Mapping[Node, tuple[Node, ...]]]:
    """What the roots reach, each node before its successors, and the edges without those that close a cycle.

    Which edge of a cycle is left out follows from the order of the roots and of the successors.
    """
    done: dict[Node, tuple[Node, ...]] = {}
    for root in roots:
        if root in done:
            continue
        on_path = {root}
        stack: list[tuple[Node, list[Node], Iterator[Node]]] = [(root, [], iter(graph.get(root, ())))]
        while stack:
            node, forward, waiting = stack[-1]
            following = next(waiting, None)
            if following is None:
                stack.pop()
                on_path.discard(node)
                done[node] = tuple(forward)
            elif following not in on_path:
                forward.append(following)
                if following not in done:
                    on_path.add(following)
                    stack.append((following, [], iter(graph.get(following, ()))))
    return list(reversed(done)), done


def strongly_connected_components(nodes: Iterable[Node], graph: Graph[Node]) -> list[tuple[Node, ...]]:
    """The largest sets whose members all reach each other, each set before those that lead to it.

    R. Tarjan, Depth-first search and linear graph algorithms, 1972.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    unfinished: dict[Node, None] = {}
    found: list[tuple[Node, ...]] = []
    for root in nodes:
        stack = [] if root in index else [(root, iter(graph.get(root, ())))]
        while stack:
            node, waiting = stack[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                unfinished[node] = None
            following = next((other for other in waiting if other not in index or other in unfinished), None)
            if following is None:
                stack.pop()
                if low[node] == index[node]:
                    found.append(_taken_off(unfinished, node))
                elif stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
            elif following in index:
                low[node] = min(low[node], index[following])
            else:
                stack.append((following, iter(graph.get(following, ()))))
    return found


def _taken_off(unfinished: dict[Node, None], last: Node) -> tuple[Node, ...]:
    """The nodes that were added since `last`, itself included."""
    taken = [unfinished.popitem()[0]]
    while taken[-1] != last:
        taken.append(unfinished.popitem()[0])
    return tuple(reversed(taken))


def cycles(nodes: Iterable[Node], graph: Graph[Node]) -> list[tuple[Node, ...]]:
    """The components that hold a cycle, in the order of the nodes: several members, or one that leads to itself."""
    rank = {node: number for number, node in enumerate(nodes)}
    found = [
        tuple(sorted(component, key=rank.__getitem__))
        for component in strongly_connected_components(rank, graph)
        if len(component) > 1 or component[0] in graph.get(component[0], ())
    ]
    return sorted(found, key=lambda component: rank[component[0]])
