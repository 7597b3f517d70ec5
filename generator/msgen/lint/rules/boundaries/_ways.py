"""The shortest way round a cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def shortest_way(start: str, end: str, graph: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """From one node to another that it reaches, both included; one step at least."""
    before: dict[str, str] = {}
    waiting = [start]
    for node in waiting:
        for other in graph.get(node, ()):
            if other not in before:
                before[other] = node
                waiting.append(other)
    way = [end]
    while len(way) == 1 or way[-1] != start:
        way.append(before[way[-1]])
    return tuple(reversed(way))
