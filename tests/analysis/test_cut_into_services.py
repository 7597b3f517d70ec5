"""The cut into services against all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from analysed_specs import analysed
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis.cut import best_groups, co_access, modularity

PAIRS = [(left, right) for left in "abcdef" for right in "abcdef" if left < right]

SHOP = """
    services:
      orders:
        api:
          operations:
            Place: {kind: command, writes: [Order, Line], reads: [stock.Item]}
            Show: {kind: query, reads: [Order, Line]}
            Count: {kind: query, reads: [Order]}
        aggregates: {Order: {}, Line: {}}
      stock:
        api: {operations: {Move: {kind: command, writes: [Item]}}}
        aggregates: {Item: {}}
"""


def test_weights_of_what_is_read_and_written_together() -> None:
    weights = co_access(analysed(SHOP).topology)
    assert weights == {
        ("orders.Line", "orders.Order"): 10 + 3,
        ("orders.Line", "stock.Item"): 3,
        ("orders.Order", "stock.Item"): 3,
    }


def test_the_cut_of_a_good_design_is_near_the_best() -> None:
    cuts = analysed(SHOP).cuts
    assert cuts is not None
    assert cuts.chosen.groups == (("orders.Line", "orders.Order"), ("stock.Item",))
    assert cuts.best.modularity >= cuts.chosen.modularity


def test_a_design_that_separates_what_belongs_together_is_told_a_better_cut() -> None:
    cuts = analysed("""
        services:
          a:
            api: {operations: {One: {kind: command, writes: [A, b.C]}}}
            aggregates: {A: {}, B: {}}
          b:
            api: {operations: {Two: {kind: command, writes: [D, a.B]}}}
            aggregates: {C: {}, D: {}}
    """).cuts
    assert cuts is not None
    assert cuts.chosen.modularity == pytest.approx(-0.5)
    assert cuts.best.groups == (("a.A", "b.C"), ("a.B", "b.D"))
    assert cuts.best.modularity == pytest.approx(0.5)


def test_where_no_operation_touches_two_aggregates_nothing_is_said() -> None:
    assert analysed("services: {orders: {api: rest, aggregates: {Order: {}}}}").cuts is None


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 13), min_size=1))
def test_the_best_found_cut_is_close_to_the_best_of_all(weights: dict[tuple[str, str], int]) -> None:
    nodes = sorted({node for pair in weights for node in pair})
    best = max(modularity(weights, groups) for groups in partitions(nodes))
    found = modularity(weights, best_groups(weights, {node: node for node in nodes}))
    assert best - 0.1 < found <= best + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 13), min_size=1), st.integers(0, 3))
def test_modularity_is_what_lies_inside_beyond_chance(weights: dict[tuple[str, str], int], seed: int) -> None:
    groups = {node: (number + seed) % 3 for number, node in enumerate("abcdef")}
    total = sum(weights.values())
    degree = {node: sum(weight for pair, weight in weights.items() if node in pair) for node in "abcdef"}
    expected = 0.0
    for left in "abcdef":
        for right in "abcdef":
            if groups[left] == groups[right]:
                weight = weights.get((min(left, right), max(left, right)), 0)
                expected += (weight - degree[left] * degree[right] / (2 * total)) / (2 * total)
    assert modularity(weights, groups) == pytest.approx(expected)


def partitions(nodes: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """Every division into groups."""
    if not nodes:
        yield {}
        return
    for smaller in partitions(nodes[1:]):
        for group in range(len(set(smaller.values())) + 1):
            yield {nodes[0]: group, **smaller}
