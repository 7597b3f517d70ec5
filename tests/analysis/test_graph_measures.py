"""Measures of graphs against their plain definitions on small random graphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis.betweenness import dependence
from msgen.analysis.graph import cycles, forward_edges, strongly_connected_components
from msgen.analysis.separation import articulation_points, dominators, immediate_dominators

Adjacency = dict[int, list[int]]
LONG = {number: [number + 1] for number in range(50_000)}


@st.composite
def graphs(draw: st.DrawFn) -> Adjacency:
    size = draw(st.integers(1, 9))
    nodes = st.integers(0, size - 1)
    edges = draw(st.lists(st.tuples(nodes, nodes), max_size=3 * size))
    graph: Adjacency = {node: [] for node in range(size)}
    for left, right in edges:
        graph[left].append(right)
    return graph


def reached(start: int, graph: Adjacency, without: int | None = None) -> set[int]:
    """Itself included."""
    seen, waiting = set(), [] if start == without else [start]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += [other for other in graph[node] if other != without]
    return seen


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_components_are_the_nodes_that_reach_each_other(graph: Adjacency) -> None:
    found = strongly_connected_components(graph, graph)
    for component in found:
        for node in component:
            both_ways = {other for other in reached(node, graph) if node in reached(other, graph)}
            assert set(component) == both_ways
    assert sorted(node for component in found for node in component) == list(graph)


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_a_component_stands_before_those_that_lead_to_it(graph: Adjacency) -> None:
    found = strongly_connected_components(graph, graph)
    place = {node: number for number, component in enumerate(found) for node in component}
    assert all(place[right] <= place[left] for left, rights in graph.items() for right in rights)


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_cycles_are_the_nodes_that_come_back_to_themselves(graph: Adjacency) -> None:
    in_cycles = {node for group in cycles(graph, graph) for node in group}
    assert in_cycles == {node for node in graph if any(node in reached(other, graph) for other in graph[node])}


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_forward_edges_have_no_cycle_and_reach_the_same(graph: Adjacency) -> None:
    order, kept = forward_edges([0], graph)
    place = {node: number for number, node in enumerate(order)}
    assert set(order) == reached(0, graph)
    assert all(place[left] < place[right] for left in order for right in kept[left])
    assert reached(0, {node: list(kept.get(node, ())) for node in graph}) == set(order)


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_without_an_articulation_point_the_graph_falls_apart(graph: Adjacency) -> None:
    both: Adjacency = {node: [] for node in graph}
    for left, rights in graph.items():
        for right in rights:
            both[left].append(right)
            both[right].append(left)

    def parts(without: int | None) -> int:
        return len({frozenset(reached(node, both, without)) for node in graph if node != without})

    alone = {node for node in graph if not set(both[node]) - {node}}
    expected = {node for node in graph if node not in alone and parts(node) > parts(None)}
    assert articulation_points(graph) == expected


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_without_a_dominator_the_node_is_not_reached(graph: Adjacency) -> None:
    nearest = immediate_dominators(0, graph)
    for node in reached(0, graph) - {0}:
        expected = {other for other in graph if other != node and node not in reached(0, graph, other)}
        assert set(dominators(node, nearest)) == expected


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_dependence_is_the_share_of_shortest_ways_through_a_node(graph: Adjacency) -> None:
    expected = dict.fromkeys(reached(0, graph), 0.0)
    for target in expected.keys() - {0}:
        ways = shortest_ways(0, target, graph)
        for node in expected.keys() - {0, target}:
            expected[node] += sum(node in way for way in ways) / len(ways)
    assert dependence(0, graph) == pytest.approx(expected)


def shortest_ways(start: int, target: int, graph: Adjacency) -> list[tuple[int, ...]]:
    ways = [(start,)]
    while not (found := [way for way in ways if way[-1] == target]):
        ways = [(*way, other) for way in ways for other in sorted(set(graph[way[-1]])) if other not in way]
    return found


def test_a_chain_may_be_as_long_as_it_likes() -> None:
    order, _ = forward_edges([0], LONG)
    assert all(right == left + 1 for left, right in pairwise(order))
    assert len(strongly_connected_components([0], LONG)) == len(order) == 50_001
    assert len(articulation_points(LONG)) == 49_999
    assert len(immediate_dominators(0, LONG)) == 50_000
    assert dependence(0, LONG)[1] == 49_999
