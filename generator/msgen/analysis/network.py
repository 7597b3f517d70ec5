"""A flow along links that multiply it: how often each node is reached and each link is passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field

from msgen.analysis.graph import forward_edges, strongly_connected_components

STEPS = 2_000
"""So many steps are walked one by one where callers lead to each other. A thicket that takes more, from its first node
or from the one where the flow enters, is walked along the links that a depth-first search leaves: without those that
close a cycle."""

_NONE = Decimal(0)


class Link(Struct, frozen=True):
    """From a node to another; `name` tells links between the same nodes apart."""

    name: str
    to: str
    factor: Decimal = Decimal(1)


Links = Mapping[str, Sequence[Link]]


class Flow(Struct, frozen=True):
    """What a walk brings, by node and by name of link; what it does not reach is left out."""

    nodes: dict[str, Decimal] = field(default_factory=dict)
    links: dict[str, Decimal] = field(default_factory=dict)

    def add(self, other: Flow, factor: Decimal = Decimal(1)) -> None:
        for node, rate in other.nodes.items():
            _add(self.nodes, node, rate * factor)
        for name, rate in other.links.items():
            _add(self.links, name, rate * factor)


class Network(Struct, frozen=True, dict=True):
    """Links on which a flow can be spread; a link back into the way to it is not followed."""

    links: Links

    @cached_property
    def _responses(self) -> dict[str, Flow]:
        """What was asked for so far, by entry of a group."""
        return {}

    @cached_property
    def _thickets(self) -> dict[int, bool]:
        return {}

    def spread(self, sources: Mapping[str, Decimal]) -> Flow:
        """The flow that enters at the sources, spread along all links."""
        flow = self._arrived(sources)
        for node, leaving in self._leaving.items():
            rate = flow.nodes.get(node)
            if rate is not None:
                for link, _ in leaving:
                    flow.links[link.name] = flow.links.get(link.name, _NONE) + rate * link.factor
        return flow

    def arrivals(self, sources: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
        """The nodes of the flow alone."""
        return self._arrived(sources).nodes

    def _arrived(self, sources: Mapping[str, Decimal]) -> Flow:
        """What arrives at nodes, and what passes links inside groups: one pass over the groups."""
        flow = Flow({node: rate for node, rate in sources.items() if node not in self._group_of})
        entering = dict(sources)
        reached = {self._group_of[node] for node in entering if node in self._group_of}
        for number, group in enumerate(self._groups):
            if number not in reached:
                continue
            arrived = self._within(group, entering, flow)
            for node, rate in arrived.items():
                for link, target in self._leaving.get(node, ()):
                    entering[link.to] = entering.get(link.to, _NONE) + rate * link.factor
                    reached.add(target)
        return flow

    def _within(self, group: Sequence[str], entering: Mapping[str, Decimal], flow: Flow) -> Mapping[str, Decimal]:
        """Add what arrives at the nodes of a group, and return it."""
        if len(group) == 1:
            flow.nodes[group[0]] = entering[group[0]]
            return {group[0]: entering[group[0]]}
        inner = Flow()
        for node in group:
            if entering.get(node):
                inner.add(self._response(node), entering[node])
        flow.add(inner)
        return inner.nodes

    @cached_property
    def _leaving(self) -> Mapping[str, Sequence[tuple[Link, int]]]:
        """Links that lead out of their group, with the group to which they lead, by node."""
        group_of = self._group_of
        return {
            node: [(link, group_of[link.to]) for link in links if group_of[link.to] != group_of[node]]
            for node, links in self.links.items()
        }

    @cached_property
    def _groups(self) -> Sequence[tuple[str, ...]]:
        """Strongly connected components, each before those that it leads to."""
        nodes = dict.fromkeys(self.links)
        nodes.update(dict.fromkeys(link.to for links in self.links.values() for link in links))
        successors = {node: [link.to for link in links] for node, links in self.links.items()}
        return strongly_connected_components(nodes, successors)[::-1]

    @cached_property
    def _group_of(self) -> Mapping[str, int]:
        return {node: number for number, group in enumerate(self._groups) for node in group}

    def _response(self, entry: str) -> Flow:
        """What one unit that enters a group at a node brings inside the group."""
        if entry not in self._responses:
            number = self._group_of[entry]
            inside = self._inside(number)
            exact = None if self._is_thicket(number) else _every_way(entry, inside)
            self._responses[entry] = exact or _forward_ways(entry, inside)
        return self._responses[entry]

    def _is_thicket(self, number: int) -> bool:
        if number not in self._thickets:
            self._thickets[number] = _every_way(min(self._groups[number]), self._inside(number)) is None
        return self._thickets[number]

    def _inside(self, number: int) -> Links:
        group = frozenset(self._groups[number])
        return {node: [link for link in self.links.get(node, ()) if link.to in group] for node in sorted(group)}


def _every_way(entry: str, links: Links) -> Flow | None:
    """Each way on its own; `None` where there are too many."""
    flow = Flow({entry: Decimal(1)})
    on_way = {entry}
    stack: list[tuple[str, Decimal, Iterator[Link]]] = [(entry, Decimal(1), iter(links[entry]))]
    steps = 0
    while stack:
        node, rate, waiting = stack[-1]
        link = next((link for link in waiting if link.to not in on_way), None)
        if link is None:
            stack.pop()
            on_way.discard(node)
            continue
        steps += 1
        if steps > STEPS:
            return None
        asked = rate * link.factor
        _add(flow.links, link.name, asked)
        _add(flow.nodes, link.to, asked)
        on_way.add(link.to)
        stack.append((link.to, asked, iter(links[link.to])))
    return flow


def _forward_ways(entry: str, links: Links) -> Flow:
    order, forward = forward_edges([entry], {node: [link.to for link in own] for node, own in links.items()})
    flow = Flow({entry: Decimal(1)})
    for node in order:
        kept = set(forward[node])
        for link in links[node]:
            if link.to in kept:
                asked = flow.nodes[node] * link.factor
                _add(flow.links, link.name, asked)
                _add(flow.nodes, link.to, asked)
    return flow


def _add(rates: dict[str, Decimal], key: str, rate: Decimal) -> None:
    rates[key] = rates.get(key, Decimal(0)) + rate
