"""What must be up for a request to be answered, and how likely that is.

Hard needs multiply, each unique component once; where something stands in, the
components that both sides share are conditioned on, so that the result is exact. Nodes may need each other: a node is
up as long as nothing that it needs is down for another reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, reduce

from msgspec import Struct, field
from msgspec.structs import replace

from msgen.analysis.availability.diagram import UP, Diagram, DiagramTooLarge
from msgen.analysis.availability.sampling import ALL_UP, share, states
from msgen.analysis.graph import strongly_connected_components

LIMIT = 20_000
"""Cases that are held exactly; 20 shared components need fewer in all but made-up designs. Above it is sampled."""


class Needs(Struct, frozen=True):
    """What one node needs."""

    components: frozenset[str] = frozenset()
    all_of: tuple[str, ...] = ()
    """Nodes without which it is down."""
    any_of: tuple[tuple[str, str], ...] = ()
    """Pairs of nodes: of each pair one is enough."""
    worst_of: tuple[str, ...] = ()
    """Nodes that take turns, of which the least available counts; inside a cycle all of them."""


class Answer(Struct, frozen=True):
    """How likely a node is up."""

    value: Decimal | None
    """Between 0 and 1; `None` where the availability of a component is unknown."""
    required: tuple[str, ...]
    """Components without any one of which the node is down, in the order of the components."""
    optional: tuple[str, ...]
    """Components that matter, but for which something stands in."""
    missing: tuple[str, ...]
    """Components that matter and of which no availability is known."""
    exact: bool
    """It was computed, not sampled."""
    joint: Decimal | None = None
    """The part of `value` that is due to the optional components; 1 where there are none."""


class _Function(Struct, frozen=True):
    """Up while every component of `required` (a set of bits) is, and `rest` is."""

    required: int = 0
    rest: int | None = UP
    """A function of the diagram; `None` where it was too large."""


class Reliability(Struct, frozen=True, eq=False, dict=True):
    """The availability of every node that needs others."""

    needs: Mapping[str, Needs]
    components: Mapping[str, Decimal | None]
    """Availability of each component, between 0 and 1."""
    limit: int = LIMIT
    _answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)

    def of(self, *nodes: str) -> Answer:
        """The availability of all the nodes together, which share what they share."""
        if nodes not in self._answers:
            self._answers[nodes] = self._answer(nodes)
        return self._answers[nodes]

    def required(self, *nodes: str) -> frozenset[str]:
        """The components without any one of which at least one of the nodes is down."""
        return self._named(self._all(self._functions[node] for node in nodes).required)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.components)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(self._names)}

    @cached_property
    def _diagram(self) -> Diagram:
        return Diagram(self.limit)

    @cached_property
    def _functions(self) -> Mapping[str, _Function]:
        """Of every node, what it leads to first."""
        found: dict[str, _Function] = {}
        for component in self._order:
            if self._is_cycle(component):
                self._settle(component, found)
            else:
                found[component[0]] = self._function(self.needs[component[0]], found)
        return found

    def _settle(self, cycle: tuple[str, ...], found: dict[str, _Function]) -> None:
        """Find what nodes need that need each other: first what is required grows, then the rest shrinks."""
        found |= dict.fromkeys(cycle, _Function())
        for part in ("required", "rest"):
            changed = True
            while changed:
                changed = False
                for node in cycle:
                    before, after = found[node], self._function(self.needs[node], found, in_cycle=True)
                    if part == "required" or before.rest is None:
                        after = replace(after, rest=before.rest)
                    changed |= after != before
                    found[node] = after

    @cached_property
    def _order(self) -> Sequence[tuple[str, ...]]:
        """Nodes that need each other together, after what they need."""
        return strongly_connected_components(self.needs, {node: self._successors(node) for node in self.needs})

    def _is_cycle(self, component: tuple[str, ...]) -> bool:
        return len(component) > 1 or component[0] in self._successors(component[0])

    def _successors(self, node: str) -> tuple[str, ...]:
        needs = self.needs[node]
        return (*needs.all_of, *(other for pair in needs.any_of for other in pair), *needs.worst_of)

    def _function(self, needs: Needs, found: Mapping[str, _Function], in_cycle: bool = False) -> _Function:
        parts = [_Function(self._bits(needs.components)), *(found[node] for node in needs.all_of)]
        parts += [self._either(found[one], found[other]) for one, other in needs.any_of]
        turns = [found[node] for node in needs.worst_of]
        parts += turns if in_cycle or not turns else [min(turns, key=self._at_least)]
        return self._all(parts)

    def _all(self, parts: Iterable[_Function]) -> _Function:
        return reduce(self._both, parts, _Function())

    def _both(self, first: _Function, second: _Function) -> _Function:
        required = first.required | second.required
        if first.rest is None or second.rest is None:
            return _Function(required, None)
        try:
            return _Function(required, self._diagram.both(first.rest, second.rest))
        except DiagramTooLarge:
            return _Function(required, None)

    def _either(self, first: _Function, second: _Function) -> _Function:
        """What both need is needed; of what only one of them needs, one side is enough."""
        common = first.required & second.required
        if first.rest is None or second.rest is None:
            return _Function(common, None)
        try:
            sides = [
                self._diagram.both(self._diagram.all_of(_set_bits(side.required & ~common)), side.rest or 0)
                for side in (first, second)
            ]
            return _Function(common, self._diagram.either(*sides))
        except DiagramTooLarge:
            return _Function(common, None)

    def _at_least(self, function: _Function) -> Decimal:
        """A measure of availability that needs no sampling; an unknown component counts as down."""
        known = [value or Decimal(0) for value in self.components.values()]
        rest = Decimal(1) if function.rest is None else self._diagram.probability(function.rest, known)
        return reduce(lambda total, bit: total * known[bit], _set_bits(function.required), rest)

    def _answer(self, nodes: Sequence[str]) -> Answer:
        function = self._all(self._functions[node] for node in nodes)
        required = tuple(self._names[bit] for bit in _set_bits(function.required))
        others = self._reachable(nodes) if function.rest is None else self._diagram.components(function.rest)
        optional = tuple(self._names[bit] for bit in sorted(others) if not function.required >> bit & 1)
        missing = tuple(name for name in (*required, *optional) if self.components[name] is None)
        exact = function.rest is not None
        if missing:
            return Answer(None, required, optional, missing, exact)
        joint = self._sampled(nodes, function.required) if function.rest is None else self._given(function)
        value = joint
        for name in required:
            value *= self.components[name] or Decimal(0)
        return Answer(value, required, optional, (), exact, joint)

    def _given(self, function: _Function) -> Decimal:
        """How likely the rest of a function is, given that its required components are up."""
        up = [
            Decimal(1) if function.required >> bit & 1 else value or Decimal(0)
            for bit, value in enumerate(self.components.values())
        ]
        return Decimal(1) if function.rest == UP else self._diagram.probability(function.rest or 0, up)

    def _reachable(self, nodes: Sequence[str]) -> frozenset[int]:
        return frozenset(
            bit for node in self._cone(nodes) for bit in _set_bits(self._bits(self.needs[node].components))
        )

    def _cone(self, nodes: Sequence[str]) -> list[str]:
        """The nodes and everything that they lead to, in the order in which it is found."""
        seen: dict[str, None] = {}
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen[node] = None
                waiting += reversed(self._successors(node))
        return list(seen)

    def _sampled(self, nodes: Sequence[str], required: int) -> Decimal:
        """Sampled given that the required components are up: what is nearly certain loses nothing in the sampling."""
        cone = frozenset(self._cone(nodes))
        up = {
            name: ALL_UP if required >> self._numbers[name] & 1 else self._states[name]
            for node in cone
            for name in self.needs[node].components
        }
        found: dict[str, int] = {}
        for component in self._order:
            if component[0] not in cone:
                continue
            found |= dict.fromkeys(component, ALL_UP)
            changed = True
            while changed:
                before = [found[node] for node in component]
                for node in component:
                    found[node] = ALL_UP & self._sampled_node(self.needs[node], up, found, self._is_cycle(component))
                changed = self._is_cycle(component) and before != [found[node] for node in component]
        return share(reduce(int.__and__, (found[node] for node in nodes), ALL_UP))

    @cached_property
    def _states(self) -> Mapping[str, int]:
        return {name: states(name, float(value or 0)) for name, value in self.components.items()}

    def _sampled_node(self, needs: Needs, known: Mapping[str, int], found: Mapping[str, int], is_cycle: bool) -> int:
        """The states in which a node is up; all bits are set where it needs nothing."""
        up = [known[name] for name in needs.components]
        up += [found[node] for node in needs.all_of]
        up += [found[one] | found[other] for one, other in needs.any_of]
        turns = [found[node] for node in needs.worst_of]
        up += turns if is_cycle or not turns else [min(turns, key=int.bit_count)]
        return reduce(int.__and__, up, -1)

    def _bits(self, names: Iterable[str]) -> int:
        return sum(1 << self._numbers[name] for name in names)

    def _named(self, bits: int) -> frozenset[str]:
        return frozenset(self._names[bit] for bit in _set_bits(bits))


def _set_bits(bits: int) -> list[int]:
    """The numbers of the set bits, in order."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
