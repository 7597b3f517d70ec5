"""How a request comes to what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgen.analysis.availability import Component
from msgen.lint.review import Review


def way_to(review: Review, starts: Iterable[str], component: Component) -> tuple[str, ...]:
    """Object paths from one of the operations or handlers to a component that they cannot do without.

    The shortest way of calls without a fallback; where every way has one, the fallback needs the component too.
    """
    first, calls = tuple(starts), review.analysis.calls
    return _shortest(review, first, component, calls.hard_graph) or _shortest(review, first, component, calls.graph)


def _shortest(
    review: Review, starts: tuple[str, ...], component: Component, graph: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    ways: dict[str, tuple[str, ...]] = {start: (start,) for start in starts}
    waiting = list(ways)
    for node in waiting:
        if component in review.analysis.system_availability.own(node):
            return _with_store(ways[node], component)
        for callee in graph.get(node, ()):
            if callee not in ways:
                ways[callee] = (*ways[node], callee)
                waiting.append(callee)
    return ()


def _with_store(way: tuple[str, ...], component: Component) -> tuple[str, ...]:
    return (*way, component.object_path) if component.kind in ("store", "broker") else way


def broken_promises(review: Review) -> Mapping[str, frozenset[str]]:
    """What the journeys need that miss their target (AVL01), by the object path of the target."""
    return {
        f"journeys.{name}.availability": frozenset(component.object_path for component in journey.components)
        for name, journey in review.analysis.availability.items()
        if journey.misses_target
    }


def promised_together(
    journeys: Mapping[str, frozenset[str]], service: str, dependencies: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """AVL01 of those journeys whose path leads through a service to all of its dependencies: it says the same."""
    needed = {service, *dependencies}
    return tuple(("AVL01", path) for path, components in journeys.items() if needed <= components)
