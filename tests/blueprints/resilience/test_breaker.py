"""The breaker opens on failures, fails fast, and lets exactly its probes through when it tries again."""

import pytest
from fake_clock import FakeClock
from resilient_service.resilience.breaker import Breaker, BreakerPolicy, State
from resilient_service.resilience.errors import BreakerOpen

POLICY = BreakerPolicy(window=10, min_calls=4, failure_rate=0.5, open_for=5, probes=1)


def make(clock: FakeClock, policy: BreakerPolicy = POLICY, **options: object) -> Breaker:
    return Breaker("payments", "write", policy, clock=clock, **options)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed(breaker.admit())


def opened(clock: FakeClock, policy: BreakerPolicy = POLICY) -> Breaker:
    breaker = make(clock, policy)
    fail(breaker, policy.min_calls)
    assert breaker.state is State.OPEN
    return breaker


def admitted(breaker: Breaker, calls: int) -> int:
    passed = 0
    for _ in range(calls):
        try:
            breaker.admit()
        except BreakerOpen:
            continue
        passed += 1
    return passed


def test_it_stays_closed_below_the_minimum_volume():
    breaker = make(FakeClock())
    fail(breaker, 3)
    assert breaker.state is State.CLOSED


def test_it_opens_at_the_failure_rate_and_then_lets_no_call_through():
    breaker = opened(FakeClock())
    assert admitted(breaker, 50) == 0


def test_it_stays_closed_while_most_calls_succeed():
    breaker = make(FakeClock())
    for _ in range(20):
        breaker.succeeded(breaker.admit())
    fail(breaker, 19)
    assert breaker.state is State.CLOSED
    fail(breaker, 1)
    assert breaker.state is State.OPEN


def test_failures_that_left_the_window_are_forgotten():
    clock = FakeClock()
    breaker = make(clock)
    fail(breaker, 3)
    clock.advance(11)
    fail(breaker, 3)
    assert breaker.state is State.CLOSED


def test_failures_inside_the_sliding_window_add_up():
    clock = FakeClock()
    breaker = make(clock)
    for _ in range(4):
        fail(breaker, 1)
        clock.advance(2)
    assert breaker.state is State.OPEN


def test_an_open_breaker_says_when_to_come_back():
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(2)
    with pytest.raises(BreakerOpen) as refused:
        breaker.admit()
    assert refused.value.retry_after == pytest.approx(3)
    assert refused.value.dependency == "payments"


def test_a_half_open_breaker_lets_one_probe_of_fifty_calls_through():
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    assert admitted(breaker, 50) == 1
    assert breaker.state is State.HALF_OPEN


def test_a_half_open_breaker_lets_exactly_its_probes_through():
    clock = FakeClock()
    breaker = opened(clock, BreakerPolicy(min_calls=4, open_for=5, probes=3))
    clock.advance(5)
    assert admitted(breaker, 50) == 3


def test_it_closes_when_all_probes_have_succeeded():
    clock = FakeClock()
    breaker = opened(clock, BreakerPolicy(min_calls=4, open_for=5, probes=2))
    clock.advance(5)
    first, second = breaker.admit(), breaker.admit()
    breaker.succeeded(first)
    assert breaker.state is State.HALF_OPEN
    assert admitted(breaker, 10) == 0
    breaker.succeeded(second)
    assert breaker.state is State.CLOSED


def test_a_failed_probe_opens_it_for_the_whole_time_again():
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    breaker.failed(breaker.admit())
    assert breaker.state is State.OPEN
    clock.advance(4.9)
    assert admitted(breaker, 1) == 0
    clock.advance(0.2)
    assert admitted(breaker, 1) == 1


def test_a_closed_breaker_starts_with_an_empty_window():
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    breaker.succeeded(breaker.admit())
    fail(breaker, 3)
    assert breaker.state is State.CLOSED


def test_a_cancelled_probe_gives_its_permit_back():
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    breaker.released(breaker.admit())
    assert breaker.state is State.HALF_OPEN
    assert admitted(breaker, 50) == 1


def test_a_cancelled_call_counts_for_nothing():
    breaker = make(FakeClock())
    for _ in range(50):
        breaker.released(breaker.admit())
    fail(breaker, 3)
    assert breaker.state is State.CLOSED


@pytest.mark.parametrize("late", ["succeeded", "failed", "released"])
def test_an_answer_from_before_a_change_of_state_counts_for_nothing(late: str):
    clock = FakeClock()
    breaker = make(clock)
    before = breaker.admit()
    fail(breaker, 4)
    clock.advance(5)
    breaker.admit()
    getattr(breaker, late)(before)
    assert breaker.state is State.HALF_OPEN
    assert admitted(breaker, 10) == 0


def test_listeners_hear_every_change_of_state():
    clock, heard = FakeClock(), []
    breaker = make(clock, listeners=[lambda breaker, state: heard.append((breaker.dependency, state))])
    fail(breaker, 4)
    clock.advance(5)
    breaker.succeeded(breaker.admit())
    assert heard == [("payments", State.OPEN), ("payments", State.HALF_OPEN), ("payments", State.CLOSED)]
