"""The grid against closed forms and against the simulation; the simulation against closed forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from itertools import accumulate
from math import exp
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis.latency import grid
from msgen.analysis.latency.composition import Composition
from msgen.analysis.latency.lognormal import Lognormal, fenton_wilkinson, fitted
from msgen.analysis.latency.simulation import simulated
from msgen.analysis.latency.work import Attempts, Work, bound


def ms(p50: float, p99: float) -> Lognormal:
    return fitted(timedelta(milliseconds=p50), timedelta(milliseconds=p99))


HOP = ms(20, 100)
BISTRO = {
    "storefront": Work(ms(5, 25), ((Attempts("ordering", 1.5, (0.05,)),),)),
    "ordering": Work(ms(12, 60), ((Attempts("accounts", 0.15, (0.02,), is_soft=True),), (Attempts("payments", 1.0),))),
    "accounts": Work(ms(6, 30)),
    "payments": Work(ms(8, 40), ((Attempts("psp", 0.9),),)),
    "psp": Work(ms(120, 900)),
}


@dataclass(frozen=True)
class Exponential:
    """Own work that is exponentially distributed, as far as the simulation asks for it."""

    mean: float

    def draw(self, random: Random) -> float:
        return random.expovariate(1 / self.mean)


def sequence(own: Lognormal, hops: int) -> dict[str, Work]:
    """So many operations, one calling the next."""
    works = {f"n{i}": Work(own, ((Attempts(f"n{i + 1}"),),)) for i in range(hops - 1)}
    return works | {f"n{hops - 1}": Work(own)}


def p99(works: dict[str, Work], entry: str) -> float:
    composed = Composition(works).of(entry)
    assert composed is not None
    return composed.quantile(0.99)


def test_one_lognormal_gives_back_its_own_percentiles():
    mass = grid.lognormal(HOP)
    assert grid.quantile(mass, 0.5) == pytest.approx(0.020, rel=0.002)
    assert grid.quantile(mass, 0.99) == pytest.approx(0.100, rel=0.002)
    assert grid.total(mass) == pytest.approx(1, abs=1e-9)
    assert grid.mean(mass) == pytest.approx(HOP.mean, rel=1e-3)


def test_the_simulation_gives_back_the_percentiles_of_one_lognormal():
    seen = simulated({"n0": Work(HOP)}, "n0")
    assert seen.low <= 0.100 <= seen.high
    assert seen.p50 == pytest.approx(0.020, rel=0.02)


@pytest.mark.parametrize(("hops", "milliseconds"), [(2, 149), (5, 269), (10, 443)])
def test_p99s_do_not_add_up(hops: int, milliseconds: int):
    assert p99(sequence(HOP, hops), "n0") * 1000 == pytest.approx(milliseconds, abs=1)


@pytest.mark.parametrize(("hops", "milliseconds"), [(2, 148), (5, 265), (10, 435)])
def test_fenton_wilkinson_is_near_where_no_tail_is_heavy(hops: int, milliseconds: int):
    assert fenton_wilkinson([HOP] * hops) * 1000 == pytest.approx(milliseconds, abs=1)


def test_fenton_wilkinson_is_too_low_where_one_tail_is_heavy():
    hops = [ms(5, 25), ms(12, 60), ms(6, 30), ms(8, 40), ms(120, 900)]
    assert fenton_wilkinson(hops) * 1000 == pytest.approx(922, abs=1)


@pytest.mark.parametrize("hops", [2, 5])
def test_a_simulated_sum_of_exponentials_is_an_erlang_distribution(hops: int):
    works = sequence(Exponential(0.02), hops)
    seen = simulated(works, "n0")
    assert erlang(hops, seen.low / 0.02) <= 0.99 <= erlang(hops, seen.high / 0.02)


def erlang(hops: int, rate_times: float) -> float:
    terms = accumulate(range(1, hops), lambda term, number: term * rate_times / number, initial=1.0)
    return 1 - exp(-rate_times) * sum(terms)


@pytest.mark.parametrize("parallel", [3, 11])
def test_the_slowest_of_many_equal_calls_follows_the_power_of_their_distribution(parallel: int):
    instant = Lognormal(-20.0, 0.0)
    works = {"fan": Work(instant, ((Attempts("leaf"),) * parallel,)), "leaf": Work(HOP)}
    expected = grid.quantile(grid.lognormal(HOP), 0.99 ** (1 / parallel))
    seen = simulated(works, "fan")
    assert seen.low <= expected <= seen.high
    assert p99(works, "fan") == pytest.approx(expected, rel=0.005)


def test_failures_go_up_and_are_tried_again():
    seen, composed = simulated(BISTRO, "storefront"), Composition(BISTRO).of("storefront")
    assert composed.quantile(0.99) * 1000 == pytest.approx(984, abs=5)
    assert seen.low <= composed.quantile(0.99) <= seen.high
    assert composed.failing == pytest.approx(1e-4, rel=0.05), "both tries meet one of the 1% of slow payments"
    assert grid.total(composed.either) == pytest.approx(1, abs=1e-9)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_grid_agrees_with_the_simulation(seed: int):
    random = Random(seed)
    works = random_works(random)
    composed = Composition(works).of("n0")
    # Twice the 95% interval, and the width of a cell: all examples must agree, and masses at timeouts stand on steps.
    seen = simulated(works, "n0", seed=seed)
    low, high = seen.p99 - 2 * (seen.p99 - seen.low), seen.p99 + 2 * (seen.high - seen.p99)
    assert low / 1.045 <= composed.quantile(0.99) <= high * 1.045
    assert abs(composed.failing - seen.failing) < 0.02
    assert grid.total(composed.either) == pytest.approx(1, abs=1e-9)


def random_works(random: Random) -> dict[str, Work]:
    works = {}
    for number in range(6):
        groups = []
        for _ in range(random.randrange(3) if number < 5 else 0):
            group = [random_call(random, number) for _ in range(random.randint(1, 2))]
            groups.append(tuple(group))
        p50 = random.uniform(5, 50)
        works[f"n{number}"] = Work(ms(p50, p50 * random.uniform(2, 8)), tuple(groups))
    return works


def random_call(random: Random, caller: int) -> Attempts:
    callee = f"n{random.randint(caller + 1, 5)}"
    timeout = random.choice([None, random.uniform(0.1, 1.0)])
    waits = (0.02,) * random.randrange(3)
    hedge = random.choice([None, None, 0.05])
    return Attempts(
        callee, timeout, waits, is_soft=random.random() < 0.3, fallback=random.choice([None, "n5"]), hedge=hedge
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 500), st.floats(1.0, 20)), min_size=2, max_size=6))
def test_the_mean_of_a_sum_is_the_sum_of_the_means(hops: list[tuple[float, float]]):
    own = [ms(p50, p50 * spread) for p50, spread in hops]
    total = reduce(grid.summed, map(grid.lognormal, own))
    assert grid.mean(total) == pytest.approx(sum(hop.mean for hop in own), rel=1e-3)
    assert grid.total(total) == pytest.approx(1, abs=1e-9)
    assert min(total) > -1e-12


def test_a_sum_is_what_every_pair_of_points_gives():
    one, other = grid.lognormal(ms(3, 40)), grid.lognormal(ms(10, 15))
    sums = sorted(
        (grid.POINTS[i] + grid.POINTS[j], first * second)
        for i, first in enumerate(one)
        for j, second in enumerate(other)
        if first * second > 0
    )
    below = list(accumulate(probability for _, probability in sums))
    exact = sums[next(number for number, share in enumerate(below) if share >= 0.99)][0]
    assert grid.quantile(grid.summed(one, other), 0.99) == pytest.approx(exact, rel=0.01)


def test_no_time_is_longer_than_the_bound_that_saves_the_composition():
    for name in ("storefront", "ordering", "payments"):
        assert p99(BISTRO, name) <= bound(BISTRO[name])
    assert bound(Work(HOP, ((Attempts("psp", None),),))) is None


def test_versions_take_turns():
    works = {
        "reviews": Work(HOP, turns=((0.1, ((Attempts("ratings"),),)),)),
        "ratings": Work(ms(2000, 4000)),
    }
    composed, seen = Composition(works).of("reviews"), simulated(works, "reviews")
    assert composed.quantile(0.99) == pytest.approx(2.955, rel=0.01), "the p90 of ratings, and its own work"
    assert composed.quantile(0.99) == pytest.approx(seen.p99, rel=0.03)
    assert composed.quantile(0.85) < 0.2, "nine of ten requests do not ask for ratings"


def test_an_unknown_latency_on_the_way_gives_no_figure():
    works = {"a": Work(HOP, ((Attempts("psp"),),)), "psp": Work(None)}
    assert Composition(works).of("a") is None
    assert simulated(works, "a") is None


def test_the_same_seed_gives_the_same_figures():
    assert simulated(BISTRO, "storefront") == simulated(BISTRO, "storefront")


def test_a_chain_of_two_thousand_calls_is_no_problem_for_the_simulation():
    chain = sequence(HOP, 2_000)
    assert simulated(chain, "n0") is None, "too much to play through"
    assert simulated(sequence(HOP, 150), "n0", samples=200).p50 > 150 * 0.02
