"""Does the cut into services follow what is read and written together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from msgen.topology.model import Operation, Topology

WRITTEN, READ, MIXED = 10, 3, 3
"""Service Cutter's weights of two aggregates that one operation writes, reads, or the one and the other."""

Weights = Mapping[tuple[str, str], int]
"""Of undirected edges; the smaller name stands first."""


class Cut(Struct, frozen=True):
    """A division of the aggregates into groups."""

    groups: tuple[tuple[str, ...], ...]
    """Object paths of aggregates, sorted."""
    modularity: float
    """Newman: the weight inside groups beyond what chance would put there; between -1/2 and 1."""


class Cuts(Struct, frozen=True):
    chosen: Cut
    """By service."""
    best: Cut
    """The best that was found: never worse than the chosen one."""


def cuts(topology: Topology) -> Cuts | None:
    """The chosen and the best found cut; `None` where no operation touches two aggregates."""
    weights = co_access(topology)
    if not weights:
        return None
    chosen = {node: node.partition(".")[0] for node in sorted({node for edge in weights for node in edge})}
    candidates = [chosen, best_groups(weights, chosen), best_groups(weights, {node: node for node in chosen})]
    best = max(candidates, key=lambda groups: modularity(weights, groups))
    return Cuts(_cut(weights, chosen), _cut(weights, best))


def co_access(topology: Topology) -> Weights:
    """Pairs of aggregates that one operation reads or writes, with the weights of all operations added up."""
    known = {f"{service.name}.{item.name}" for service in topology.services.values() for item in service.aggregates}
    found: dict[tuple[str, str], int] = {}
    for service in topology.services.values():
        for operation in service.operations:
            for pair, weight in _together(operation, known):
                found[pair] = found.get(pair, 0) + weight
    return found


def modularity(weights: Weights, groups: Mapping[str, Hashable]) -> float:
    """Sum over groups of: weight inside / all weight - (degrees of the group / all degrees)^2."""
    total = sum(weights.values())
    inside = 0
    degrees: dict[Hashable, int] = {}
    for (left, right), weight in weights.items():
        degrees[groups[left]] = degrees.get(groups[left], 0) + weight
        degrees[groups[right]] = degrees.get(groups[right], 0) + weight
        inside += weight if groups[left] == groups[right] else 0
    return (4 * total * inside - sum(degree**2 for degree in degrees.values())) / (4 * total**2)


def best_groups(weights: Weights, start: Mapping[str, str]) -> Mapping[str, str]:
    """Groups that no move of one node and no union of two groups improves, found from a start.

    V. Blondel et al., Fast unfolding of communities in large networks, 2008; whole numbers only, nodes in the order of
    their names, so that the same design gives the same groups everywhere.
    """
    groups = dict(start)
    while True:
        moved = _moved(weights, groups)
        joined = _moved(_between(weights, moved), {group: group for group in sorted(set(moved.values()))})
        following = {node: joined[group] for node, group in moved.items()}
        if modularity(weights, following) <= modularity(weights, groups):
            return groups
        groups = following


def _together(operation: Operation, known: set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    written = {_full(operation, name) for name in operation.writes} & known
    read = {_full(operation, name) for name in operation.reads} & known - written
    for left, right in combinations(sorted(written | read), 2):
        both = (left in written) + (right in written)
        yield (left, right), (READ, MIXED, WRITTEN)[both]


def _full(operation: Operation, name: str) -> str:
    return name if "." in name else f"{operation.service}.{name}"


def _moved(weights: Weights, groups: Mapping[str, str]) -> Mapping[str, str]:
    """Move nodes, one by one, into the neighbouring group that gains most, until no move gains anything."""
    state = _Moves(weights, groups)
    nodes = sorted(groups)
    while any([state.move(node) for node in nodes]):
        pass
    return state.groups


class _Moves:
    """Groups while nodes move between them; gains are compared as whole numbers, multiplied by all degrees."""

    def __init__(self, weights: Weights, groups: Mapping[str, str]) -> None:
        self.groups = dict(groups)
        self.neighbours: dict[str, dict[str, int]] = {node: {} for node in groups}
        self.degree = dict.fromkeys(groups, 0)
        for (left, right), weight in weights.items():
            self.degree[left] += weight
            self.degree[right] += weight
            if left != right:
                self.neighbours[left][right] = self.neighbours[right][left] = weight
        self.all_degrees = sum(self.degree.values())
        self.degrees: dict[str, int] = {}
        for node, group in self.groups.items():
            self.degrees[group] = self.degrees.get(group, 0) + self.degree[node]

    def move(self, node: str) -> bool:
        """Whether it moved."""
        own = self.groups[node]
        self.degrees[own] -= self.degree[node]
        towards: dict[str, int] = {own: 0}
        for other, weight in sorted(self.neighbours[node].items()):
            towards[self.groups[other]] = towards.get(self.groups[other], 0) + weight
        gains = {group: self._gain(node, group, weight) for group, weight in towards.items()}
        best = max(gains, key=gains.__getitem__)
        chosen = best if gains[best] > gains[own] else own
        self.degrees[chosen] = self.degrees.get(chosen, 0) + self.degree[node]
        self.groups[node] = chosen
        return chosen != own

    def _gain(self, node: str, group: str, weight: int) -> int:
        return weight * self.all_degrees - self.degree[node] * self.degrees.get(group, 0)


def _between(weights: Weights, groups: Mapping[str, str]) -> Weights:
    """The graph whose nodes are the groups; what is inside a group is an edge to itself."""
    found: dict[tuple[str, str], int] = {}
    for (left, right), weight in weights.items():
        pair = (min(groups[left], groups[right]), max(groups[left], groups[right]))
        found[pair] = found.get(pair, 0) + weight
    return found


def _cut(weights: Weights, groups: Mapping[str, str]) -> Cut:
    members: dict[str, list[str]] = {}
    for node, group in sorted(groups.items()):
        members.setdefault(group, []).append(node)
    return Cut(tuple(sorted(tuple(nodes) for nodes in members.values())), modularity(weights, groups))
