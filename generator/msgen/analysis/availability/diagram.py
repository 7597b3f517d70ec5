"""Functions of what is up, as decision diagrams: conditioning on one component after the other, each case once.

R. Bryant, Graph-based algorithms for Boolean function manipulation, 1986. Every function has one number, so that equal
functions are recognised. Components are numbered; a diagram asks for the one with the smallest number first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

DOWN, UP = 0, 1
"""The functions that are never and always up."""


class DiagramTooLarge(Exception):
    """The functions share too much to be held exactly."""


class Diagram:
    """Functions of components that are up or down."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        last = 2**62
        self._nodes: list[tuple[int, int, int]] = [(last, DOWN, DOWN), (last, UP, UP)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}

    def all_of(self, components: Iterable[int]) -> int:
        """Up while all of the components are."""
        function = UP
        for component in sorted(components, reverse=True):
            function = self._node(component, DOWN, function)
        return function

    def both(self, first: int, second: int) -> int:
        """Up while both functions are."""
        return self._combined(first, second, self._both, neutral=UP, decisive=DOWN)

    def either(self, first: int, second: int) -> int:
        """Up while at least one of the functions is."""
        return self._combined(first, second, self._either, neutral=DOWN, decisive=UP)

    def components(self, function: int) -> frozenset[int]:
        """The components on which a function depends."""
        return frozenset(self._nodes[node][0] for node in self._below(function))

    def probability(self, function: int, up: Sequence[Decimal]) -> Decimal:
        """The probability that a function is up, where each component is with its own, independently."""
        found = {DOWN: Decimal(0), UP: Decimal(1)}
        for node in self._below(function):
            component, down, otherwise = self._nodes[node]
            found[node] = up[component] * found[otherwise] + (1 - up[component]) * found[down]
        return found[function]

    def _below(self, function: int) -> list[int]:
        """The nodes of a function but the two ends, each after those that it leads to."""
        seen: set[int] = set()
        waiting = [function]
        while waiting:
            node = waiting.pop()
            if node > UP and node not in seen:
                seen.add(node)
                waiting += self._nodes[node][1:]
        return sorted(seen)

    def _node(self, component: int, down: int, up: int) -> int:
        if down == up:
            return up
        key = (component, down, up)
        if key not in self._known:
            if len(self._nodes) >= self._limit:
                raise DiagramTooLarge
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]

    def _combined(self, first: int, second: int, known: dict[tuple[int, int], int], neutral: int, decisive: int) -> int:
        """Two functions joined case by case; a pair waits on the stack until its two cases are known."""
        waiting = [(first, second)]
        while waiting:
            left, right = waiting[-1]
            if (left, right) in known:
                waiting.pop()
                continue
            simple = _simple(left, right, neutral, decisive)
            if simple is not None:
                known[waiting.pop()] = simple
                continue
            component = min(self._nodes[left][0], self._nodes[right][0])
            cases = [(self._case(left, component, case), self._case(right, component, case)) for case in (1, 2)]
            if len(known) > 4 * self._limit:
                raise DiagramTooLarge
            missing = [pair for pair in cases if pair not in known]
            if missing:
                waiting += missing
                continue
            known[waiting.pop()] = self._node(component, known[cases[0]], known[cases[1]])
        return known[first, second]

    def _case(self, function: int, component: int, case: int) -> int:
        """A function where the component is down (1) or up (2)."""
        node = self._nodes[function]
        return node[case] if node[0] == component else function


def _simple(left: int, right: int, neutral: int, decisive: int) -> int | None:
    if decisive in (left, right):
        return decisive
    if left in (neutral, right):
        return right
    return left if right == neutral else None
