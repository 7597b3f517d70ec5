"""Availability of what needs components and other nodes, against the plain definition: every state, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis.availability.needs import Needs, Reliability
from msgen.analysis.availability.sampling import SAMPLES

EXAMPLE = {
    "shop": Needs(frozenset({"x"}), any_of=(("first", "second"),)),
    "first": Needs(frozenset({"y", "s"})),
    "second": Needs(frozenset({"z", "s"})),
}
EXAMPLE_UP = {"x": Decimal("0.999"), "y": Decimal("0.99"), "z": Decimal("0.99"), "s": Decimal("0.995")}


def enumerated(needs: Mapping[str, Needs], up: Mapping[str, Decimal], *nodes: str) -> Decimal:
    """The share of all states in which the nodes are up."""
    total = Decimal(0)
    for state in product((False, True), repeat=len(up)):
        alive = dict(zip(up, state, strict=True))
        weight = Decimal(1)
        for name, value in up.items():
            weight *= value if alive[name] else 1 - value
        if works(needs, alive, *nodes):
            total += weight
    return total


def works(needs: Mapping[str, Needs], alive: Mapping[str, bool], *nodes: str) -> bool:
    working = dict.fromkeys(needs, True)
    for _ in needs:
        for node, need in needs.items():
            working[node] = (
                all(alive[name] for name in need.components)
                and all(working[other] for other in need.all_of)
                and all(working[one] or working[other] for one, other in need.any_of)
            )
    return all(working[node] for node in nodes)


def random_needs(random: Random, nodes: int, components: int, *, cyclic: bool) -> dict[str, Needs]:
    """Nodes with components that several of them share."""
    found = {}
    for number in range(nodes):
        others = [f"n{other}" for other in range(nodes) if cyclic or other > number]
        found[f"n{number}"] = Needs(
            frozenset(f"c{random.randrange(components)}" for _ in range(random.randrange(3))),
            tuple(random.sample(others, min(len(others), random.randrange(2)))),
            tuple((random.choice(others), random.choice(others)) for _ in range(random.randrange(3)) if others),
        )
    return found


def random_availabilities(random: Random, components: int) -> dict[str, Decimal]:
    return {f"c{number}": Decimal(random.randrange(500, 1000)) / 1000 for number in range(components)}


def test_a_component_that_both_sides_share_is_not_counted_as_two():
    answer = Reliability(EXAMPLE, EXAMPLE_UP).of("shop")
    assert round(answer.value, 7) == Decimal("0.9939056")
    assert answer.exact
    assert (answer.required, answer.optional) == (("x", "s"), ("y", "z"))


def test_multiplied_as_if_independent_the_example_looks_210_minutes_a_month_better():
    one = EXAMPLE_UP["y"] * EXAMPLE_UP["s"]
    naive = EXAMPLE_UP["x"] * (1 - (1 - one) * (1 - one))
    assert round(naive, 7) == Decimal("0.9987767")
    assert round((naive - Reliability(EXAMPLE, EXAMPLE_UP).of("shop").value) * 43_200) == 210


@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_every_design_has_the_availability_of_its_states(seed: int, cyclic: bool):
    random = Random(seed)
    components = random.randrange(2, 9)
    needs = random_needs(random, random.randrange(2, 8), components, cyclic=cyclic)
    up = random_availabilities(random, components)
    answer = Reliability(needs, up).of("n0", "n1")
    assert abs(answer.value - enumerated(needs, up, "n0", "n1")) < Decimal("1e-12")


@pytest.mark.parametrize("seed", range(25))
def test_a_component_is_required_where_its_failure_alone_is_enough(seed: int):
    random = Random(seed)
    needs = random_needs(random, 7, 8, cyclic=True)
    up = random_availabilities(random, 8)
    one_down = [{name: name != down for name in up} for down in up]
    expected = {down for down, alive in zip(up, one_down, strict=True) if not works(needs, alive, "n0")}
    assert Reliability(needs, up).required("n0") == expected


@pytest.mark.parametrize("seed", range(5))
def test_a_sampled_design_lies_within_the_error_of_its_sampling(seed: int):
    random = Random(seed)
    needs = random_needs(random, 12, 14, cyclic=True) | {"n0": Needs(any_of=(("n1", "n2"), ("n3", "n4"), ("n5", "n6")))}
    up = random_availabilities(random, 14)
    exact, sampled = Reliability(needs, up).of("n0"), Reliability(needs, up, limit=0).of("n0")
    error = sqrt(float(exact.joint * (1 - exact.joint)) / SAMPLES)
    assert exact.exact
    assert abs(float(exact.joint - sampled.joint)) <= 4 * error
    assert Reliability(needs, up, limit=0).of("n0") == sampled, "the seed is fixed"


def test_twenty_shared_components_are_held_exactly():
    needs = {"shop": Needs(any_of=tuple((f"a{i}", f"b{i}") for i in range(20)))}
    for number in range(20):
        needs[f"a{number}"] = Needs(frozenset({f"s{number}", f"x{number}"}))
        needs[f"b{number}"] = Needs(frozenset({f"s{(number + 1) % 20}", f"y{number}"}))
    names = [f"{kind}{number}" for number in range(20) for kind in "sxy"]
    answer = Reliability(needs, dict.fromkeys(names, Decimal("0.999"))).of("shop")
    assert answer.exact
    assert Decimal("0.99") < answer.value < 1


def test_ten_thousand_nodes_in_a_chain_are_no_problem():
    needs = {f"n{i}": Needs(frozenset({f"c{i}"}), (f"n{i + 1}",)) for i in range(10_000)} | {"n10000": Needs()}
    answer = Reliability(needs, {f"c{i}": Decimal("0.99999") for i in range(10_000)}).of("n0")
    assert len(answer.required) == 10_000
    assert round(answer.value, 4) == Decimal("0.9048")


def test_an_unknown_availability_gives_no_figure_and_is_named():
    answer = Reliability(EXAMPLE, EXAMPLE_UP | {"z": None}).of("shop")
    assert answer.value is None
    assert answer.missing == ("z",)


def test_of_nodes_that_take_turns_the_worst_one_counts():
    needs = {
        "shop": Needs(worst_of=("first", "second")),
        "first": Needs(frozenset({"x"})),
        "second": Needs(frozenset({"y"})),
    }
    answer = Reliability(needs, EXAMPLE_UP).of("shop")
    assert (answer.value, answer.required) == (EXAMPLE_UP["y"], ("y",))


@pytest.mark.parametrize(("each", "minutes"), [("0.999", "215.6"), ("0.9995", "107.9"), ("0.9999", "21.6")])
def test_five_serial_hops_lose_their_minutes(each: str, minutes: str):
    needs = {"shop": Needs(frozenset("abcde"))}
    answer = Reliability(needs, dict.fromkeys("abcde", Decimal(each))).of("shop")
    assert round((1 - answer.value) * 43_200, 1) == Decimal(minutes)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_another_hard_need_never_helps_and_a_fallback_of_its_own_never_hurts(seed: int):
    random = Random(seed)
    needs = random_needs(random, 6, 8, cyclic=True)
    up = random_availabilities(random, 8) | {"own": Decimal("0.9"), "new": Decimal("0.97")}
    extended = needs | {
        "with-need": Needs(all_of=("n0",), components=frozenset({"new"})),
        "fallback": Needs(frozenset({"own"})),
        "with-fallback": Needs(any_of=(("n0", "fallback"),)),
    }
    reliability = Reliability(extended, up)
    assert reliability.of("with-need").value <= reliability.of("n0").value <= reliability.of("with-fallback").value
