"""How far retries multiply, against a simulator that counts arrivals."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from random import Random

import pytest
from analysed_specs import analysed
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis import Analysis
from msgen.analysis.amplification import expected_factor


def chain(tries: list[int], mesh: str = "none") -> Analysis:
    """a0.Do -> a1.Do -> ..., each hop with its number of tries."""
    services = [
        f"  a{at}: {{api: {{operations: {{Do: {{kind: command, idempotent: true,"
        f" calls: [{{to: a{at + 1}.Do, retry: {{attempts: {count}, budget: none}}}}]}}}}}}, store: none}}"
        for at, count in enumerate(tries)
    ]
    last = f"  a{len(tries)}: {{api: {{operations: {{Do: {{kind: command, idempotent: true}}}}}}, store: none}}"
    return analysed("\n".join(["services:", *services, last, "platform:", f"  mesh: {mesh}", ""]))


def arrivals(node: str, tries: Mapping[str, list[tuple[str, int]]], counted: dict[str, int]) -> None:
    """One request to a node, where every leaf fails and so does everything above it."""
    counted[node] = counted.get(node, 0) + 1
    for callee, count in tries.get(node, ()):
        for _ in range(count):
            arrivals(callee, tries, counted)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_the_factor_is_what_arrives_when_everything_fails(tries: list[int]) -> None:
    counted: dict[str, int] = {}
    arrivals("a0", {f"a{at}": [(f"a{at + 1}", count)] for at, count in enumerate(tries)}, counted)
    leaf = f"a{len(tries)}"
    assert chain(tries).amplification[f"{leaf}.Do"].unlimited.factor == counted[leaf]


@pytest.mark.parametrize(
    ("layers", "mesh", "factor"),
    [
        (3, "none", 27),
        (5, "none", 243),
        (3, "{kind: istio, retries: 2}", 729),
        (3, "{kind: istio, retries: false}", 27),
    ],
)
def test_published_factors(layers: int, mesh: str, factor: int) -> None:
    amplification = chain([3] * layers, mesh).amplification[f"a{layers}.Do"]
    assert amplification.unlimited.factor == factor
    assert len(amplification.unlimited.calls) == layers
    assert amplification.budgeted.factor == factor


def test_a_budget_limits_each_layer() -> None:
    analysis = analysed("""
        services:
          a: {api: {operations: {Do: {kind: command, calls: [{to: b.Do, retry: {attempts: 3}}]}}}, store: none}
          b: {api: {operations: {Do: {kind: command, idempotent: true, calls: [{to: c.Do, retry: {attempts: 3}}]}}}, store: none}
          c: {api: {operations: {Do: {kind: command, idempotent: true, calls: [{to: x, retry: {attempts: 3}}]}}}, store: none}
        externals:
          x: {idempotency_key: true}
        platform:
          mesh: none
    """)
    found = analysis.amplification["x"]
    assert found.unlimited.factor == 27
    assert float(found.budgeted.factor) == pytest.approx(1.2**3)
    assert found.budgeted.calls == ("a.Do->b.Do", "b.Do->c.Do", "c.Do->x")


def test_the_worst_of_several_ways_counts() -> None:
    found = analysed("""
        services:
          a: {api: {operations: {Do: {kind: query, calls: [{to: b.Do, retry: {attempts: 4}}, {to: x, retry: {attempts: 5}}]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, calls: [{to: x, retry: {attempts: 2}}]}}}, store: none}
        externals:
          x: {}
    """).amplification["x"]
    assert found.unlimited.factor == 8
    assert found.unlimited.calls == ("a.Do->b.Do", "b.Do->x")


def test_a_ring_of_calls_has_an_end() -> None:
    found = analysed("""
        services:
          a: {api: {operations: {Do: {kind: query, calls: [{to: b.Do, retry: {attempts: 2}}]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, calls: [{to: a.Do, retry: {attempts: 2}}, {to: x, retry: {attempts: 2}}]}}}, store: none}
        externals:
          x: {}
    """).amplification["x"]
    assert found.unlimited.factor == 4


@pytest.mark.parametrize(("rate", "factor"), [(0.1, 1.11), (0.5, 1.75), (1.0, 3.0), (0.0, 1.0)])
def test_the_expected_factor_of_three_tries(rate: float, factor: float) -> None:
    assert expected_factor(3, rate) == pytest.approx(factor)


@pytest.mark.parametrize("rate", [0.2, 0.7])
def test_the_expected_factor_is_the_mean_of_many_runs(rate: float) -> None:
    random, runs = Random(7), 20_000
    counts = []
    for _ in range(runs):
        sent = 1
        while sent < 4 and random.random() < rate:
            sent += 1
        counts.append(sent)
    mean = sum(counts) / runs
    deviation = sqrt(sum((count - mean) ** 2 for count in counts) / runs)
    assert abs(mean - expected_factor(4, rate)) < 1.96 * deviation / sqrt(runs)
