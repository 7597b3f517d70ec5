"""Erlang's formulas against published values, the factorial form and a simulation."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from heapq import heappop, heappush
from math import factorial, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgen.analysis.queueing import erlang_b, erlang_c, in_flight, waiting_time


@pytest.mark.parametrize(
    ("offered", "servers", "blocked"),
    [(1.0, 1, 0.5), (1.0, 2, 0.2), (2.0, 3, 0.2105), (5.0, 10, 0.0184), (10.0, 10, 0.2146), (20.0, 30, 0.0085)],
)
def test_published_values_of_erlang_b(offered: float, servers: int, blocked: float) -> None:
    assert erlang_b(offered, servers) == pytest.approx(blocked, abs=5e-5)


@pytest.mark.parametrize("utilisation", [0.98, 0.999, 1.0, 1.02])
def test_very_many_servers_are_as_busy_as_the_recursion_says(utilisation: float) -> None:
    servers = 100_001
    offered, exact = servers * utilisation, 1.0
    for number in range(1, servers + 1):
        exact = offered * exact / (number + offered * exact)

    assert erlang_b(offered, servers) == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize(("offered", "servers", "waits"), [(8.0, 10, 0.40918), (1.0, 2, 1 / 3), (2.0, 3, 4 / 9)])
def test_published_values_of_erlang_c(offered: float, servers: int, waits: float) -> None:
    assert erlang_c(offered, servers) == pytest.approx(waits, abs=5e-6)


@given(st.integers(1, 50), st.floats(0.01, 0.99))
def test_the_recursion_equals_the_factorial_form(servers: int, utilisation: float) -> None:
    offered = utilisation * servers
    last = offered**servers / factorial(servers) / (1 - utilisation)
    others = sum(offered**number / factorial(number) for number in range(servers))
    assert erlang_c(offered, servers) == pytest.approx(last / (last + others), abs=1e-9)


@given(st.floats(0.01, 0.99))
def test_with_one_server_as_many_wait_as_it_is_busy(utilisation: float) -> None:
    assert erlang_c(utilisation, 1) == pytest.approx(utilisation)


@given(st.floats(0.1, 40), st.integers(1, 60))
def test_more_servers_never_raise_the_wait(rate: float, servers: int) -> None:
    before, after = waiting_time(rate, 1.0, servers), waiting_time(rate, 1.0, servers + 1)
    assert before is None or (after is not None and after <= before)


def test_nobody_waits_where_a_wait_is_rare_and_for_ever_where_servers_cannot_keep_up() -> None:
    assert waiting_time(1, 0.1, 10) == 0.0
    assert waiting_time(0, 0.1, 10) == 0.0
    assert waiting_time(10, 1.0, 10) is None
    assert erlang_c(10, 10) == 1.0


def test_a_simulated_line_waits_as_computed() -> None:
    """Ten runs with exponential times; the interval comes from the spread between the runs."""
    rate, service_time, servers = 8.0, 1.0, 10
    waited, tails = [], []
    for seed in range(10):
        waits = sorted(simulated_waits(Random(seed), rate, service_time, servers, 20_000))
        waited.append(sum(wait > 0 for wait in waits) / len(waits))
        tails.append(waits[int(0.99 * len(waits))])
    assert abs(mean(waited) - erlang_c(rate * service_time, servers)) < half_width(waited)
    assert abs(mean(tails) - (waiting_time(rate, service_time, servers) or 0)) < half_width(tails)


def test_littles_law_is_exact() -> None:
    assert in_flight(Decimal(128), timedelta(milliseconds=900)) == Decimal("115.2")


def simulated_waits(random: Random, rate: float, service_time: float, servers: int, count: int) -> list[float]:
    free = [0.0] * servers
    now, waits = 0.0, []
    for _ in range(count):
        now += random.expovariate(rate)
        start = max(now, heappop(free))
        waits.append(start - now)
        heappush(free, start + random.expovariate(1 / service_time))
    return waits[1000:]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def half_width(values: list[float]) -> float:
    """Of the 95 % interval of the mean of ten values (Student, 9 degrees of freedom)."""
    middle = mean(values)
    variance = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    return 2.262 * sqrt(variance / len(values))
