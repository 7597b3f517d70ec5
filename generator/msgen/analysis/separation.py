"""What falls apart where a node is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.analysis.graph import Graph, Node, forward_edges


def articulation_points(graph: Graph[Node]) -> frozenset[Node]:
    """Nodes without which what hangs together, seen without directions, falls apart.

    J. Hopcroft, R. Tarjan, Efficient algorithms for graph manipulation, 1973.
    """
    neighbours = _undirected(graph)
    number: dict[Node, int] = {}
    low: dict[Node, int] = {}
    found: set[Node] = set()
    for root in neighbours:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        children = 0
        stack: list[tuple[Node, Node | None, Iterator[Node]]] = [(root, None, iter(neighbours[root]))]
        while stack:
            node, parent, waiting = stack[-1]
            other = next(waiting, None)
            if other is None:
                stack.pop()
                if parent is not None:
                    low[parent] = min(low[parent], low[node])
                    if parent != root and low[node] >= number[parent]:
                        found.add(parent)
            elif other not in number:
                number[other] = low[other] = len(number)
                children += node == root
                stack.append((other, node, iter(neighbours[other])))
            elif other != parent:
                low[node] = min(low[node], number[other])
        if children > 1:
            found.add(root)
    return frozenset(found)


def immediate_dominators(entry: Node, graph: Graph[Node]) -> Mapping[Node, Node]:
    """For every node that an entry reaches: the nearest other one that every way to it passes; the entry is left out.

    K. Cooper, T. Harvey, K. Kennedy, A simple, fast dominance algorithm, 2001.
    """
    order, _ = forward_edges([entry], graph)
    rank = {node: number for number, node in enumerate(order)}
    before: dict[Node, list[Node]] = {node: [] for node in order}
    for node in order:
        for other in graph.get(node, ()):
            before[other].append(node)
    nearest = {entry: entry}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            known = [previous for previous in before[node] if previous in nearest]
            common = known[0]
            for previous in known[1:]:
                common = _common(common, previous, nearest, rank)
            if nearest.get(node) != common:
                nearest[node], changed = common, True
    del nearest[entry]
    return nearest


def dominators(node: Node, nearest: Mapping[Node, Node]) -> tuple[Node, ...]:
    """All nodes that every way from the entry to a node passes, the nearest first, the entry last."""
    found: list[Node] = []
    while node in nearest:
        node = nearest[node]
        found.append(node)
    return tuple(found)


def _common(left: Node, right: Node, nearest: Mapping[Node, Node], rank: Mapping[Node, int]) -> Node:
    while left != right:
        while rank[left] > rank[right]:
            left = nearest[left]
        while rank[right] > rank[left]:
            right = nearest[right]
    return left


def _undirected(graph: Graph[Node]) -> Mapping[Node, tuple[Node, ...]]:
    """Each neighbour once, no node its own."""
    found: dict[Node, dict[Node, None]] = {}
    for node, successors in graph.items():
        found.setdefault(node, {})
        for other in successors:
            found.setdefault(other, {})
            if other != node:
                found[node][other] = found[other][node] = None
    return {node: tuple(others) for node, others in found.items()}
