"""Canaries, objectives, ejection, shutdown and breakers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgen.analysis import delivery


def test_the_published_canary_step() -> None:
    slo, share, lam = Decimal("99.95"), Decimal(5), Decimal(192)
    assert delivery.requests_to_decide(slo) == 20_000
    assert delivery.dwell_to_decide(share, lam, slo) == timedelta(seconds=2084)  # 2083.3 s, about 35 min
    assert delivery.requests_seen(share, lam, timedelta(seconds=2083)) < 20_000
    assert delivery.requests_seen(share, lam, timedelta(seconds=2084)) >= 20_000


def test_what_nothing_decides_takes_no_time() -> None:
    assert delivery.requests_to_decide(Decimal(100)) is None
    assert delivery.dwell_to_decide(Decimal(5), Decimal(192), Decimal(100)) is None
    assert delivery.dwell_to_decide(Decimal(5), Decimal(0), Decimal(99)) is None


def test_errors_that_an_objective_allows() -> None:
    assert delivery.errors_in_window(Decimal("0.01"), timedelta(days=30), Decimal("99.9")) == Decimal("25.92")


def test_series_of_one_metric() -> None:
    assert delivery.series([5, 20, 100]) == 10_000
    assert delivery.series([]) == 1


@given(st.integers(1, 60), st.integers(0, 80))
def test_the_derived_ejection_leaves_what_is_needed(maximum: int, needed: int) -> None:
    share = delivery.derived_ejection(maximum, needed)
    assert 0 <= share <= 50
    assert share == 0 or delivery.pods_after_ejection(maximum, Decimal(share)) >= needed
    assert delivery.pods_after_ejection(maximum, Decimal(share)) == maximum - floor(maximum * share / 100)


def test_shutdown_waits_for_the_longest_deadline() -> None:
    assert delivery.least_grace(timedelta(seconds=2)) == timedelta(seconds=12)


def test_a_breaker_needs_calls_to_trip() -> None:
    assert delivery.calls_in_window(Decimal("1.5"), timedelta(seconds=10)) == 15
    assert delivery.seconds_to_trip(20, Decimal("0.5")) == 40
    assert delivery.seconds_to_trip(20, Decimal(0)) is None


@pytest.mark.parametrize(("calls", "percent"), [(10, 9.6), (11, 10.5)])
def test_a_fan_out_hits_a_tail(calls: int, percent: float) -> None:
    assert ceil(1000 * delivery.chance_of_tail(calls)) / 10 == pytest.approx(percent, abs=0.11)
