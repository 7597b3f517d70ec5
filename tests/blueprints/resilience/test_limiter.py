"""The rate limiter refuses what comes too fast, and says when to come back."""

import pytest
from fake_clock import FakeClock
from resilient_service.resilience.limiter import RateLimited, RateLimiter


def passed(limiter: RateLimiter, calls: int) -> int:
    count = 0
    for _ in range(calls):
        try:
            limiter.admit()
        except RateLimited:
            continue
        count += 1
    return count


def test_a_burst_passes_and_what_comes_on_top_is_refused():
    limiter = RateLimiter("PlaceOrder", 10, clock=FakeClock())
    assert passed(limiter, 15) == 10
    assert limiter.rejected == 5


def test_the_bucket_fills_with_time_and_never_above_the_burst():
    clock = FakeClock()
    limiter = RateLimiter("PlaceOrder", 10, burst=4, clock=clock)
    assert passed(limiter, 10) == 4
    clock.advance(0.21)
    assert passed(limiter, 10) == 2
    clock.advance(60)
    assert passed(limiter, 10) == 4


def test_a_refused_caller_is_told_when_to_come_back():
    limiter = RateLimiter("PlaceOrder", 0.5, clock=FakeClock())
    limiter.admit()
    with pytest.raises(RateLimited) as refused:
        limiter.admit()
    assert refused.value.retry_after == pytest.approx(2.0)
