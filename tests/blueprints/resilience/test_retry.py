"""Retries are few, spread out, paid from a budget, and never against the callee's wish."""

import math

import pytest
from resilient_service.resilience.errors import BulkheadFull, CallTimedOut, DependencyFailed
from resilient_service.resilience.retry import Retry, RetryPolicy

TIMED_OUT = CallTimedOut("payments", 1.0)


def longest(low: float, high: float) -> float:
    return high


def make(**policy: object) -> Retry:
    return Retry(RetryPolicy(**{"attempts": 3, **policy}), uniform=longest)


def test_it_gives_up_after_the_last_attempt():
    retry = make(attempts=3)
    assert [retry.wait_after(tried, TIMED_OUT, None) is None for tried in (1, 2, 3)] == [False, False, True]


def test_each_wait_may_be_twice_as_long_up_to_the_cap():
    retry = make(attempts=9, backoff=0.1, cap=0.5)
    assert [retry.wait_after(tried, TIMED_OUT, None) for tried in range(1, 5)] == [0.1, 0.2, 0.4, 0.5]


def test_without_a_cap_the_waits_grow_on():
    assert make(attempts=9, backoff=1.0, cap=None).wait_after(6, TIMED_OUT, None) == 32.0


def test_full_jitter_takes_any_part_of_the_wait():
    drawn = []
    retry = Retry(RetryPolicy(attempts=2, backoff=0.2), uniform=lambda low, high: drawn.append((low, high)) or 0.07)
    assert retry.wait_after(1, TIMED_OUT, None) == 0.07
    assert drawn == [(0.0, 0.2)]


def test_without_jitter_the_whole_wait_is_taken():
    assert Retry(RetryPolicy(attempts=2, backoff=0.2, jitter=False)).wait_after(1, TIMED_OUT, None) == 0.2


def test_the_callees_wish_is_obeyed():
    busy = DependencyFailed("payments", "exhausted", 0.8)
    assert make().wait_after(1, busy, None) == 0.8


def test_a_wish_longer_than_the_cap_ends_the_tries():
    busy = DependencyFailed("payments", "unavailable", 30)
    assert make(cap=1.0).wait_after(1, busy, None) is None


def test_a_callee_that_wants_no_retry_gets_none():
    assert make(cap=None).wait_after(1, DependencyFailed("payments", "unavailable", math.inf), None) is None


@pytest.mark.parametrize(
    "error", [DependencyFailed("payments", "rejected"), BulkheadFull("payments")], ids=["rejected", "full"]
)
def test_what_another_try_cannot_help_is_not_tried_again(error: Exception):
    assert make().wait_after(1, error, None) is None


def test_a_wait_longer_than_the_deadline_allows_is_not_begun():
    retry = make(backoff=0.2)
    assert retry.wait_after(1, TIMED_OUT, 0.2) is None
    assert retry.wait_after(1, TIMED_OUT, 0.3) == 0.2


def test_a_thousand_failing_calls_cause_no_more_retries_than_the_budget():
    retry, retries = make(budget=0.2), 0
    for _ in range(1000):
        retry.begin()
        retries += retry.wait_after(1, TIMED_OUT, None) is not None
    assert 200 <= retries <= 210


def test_without_a_budget_every_call_may_be_retried():
    retry, retries = make(budget=None), 0
    for _ in range(100):
        retry.begin()
        retries += retry.wait_after(1, TIMED_OUT, None) is not None
    assert retries == 100
