"""Metrics are exposed as Prometheus reads them."""

import pytest
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.observation import observe_limiters, observed_callers
from sample_service.resilience.breaker import BreakerPolicy
from sample_service.resilience.errors import DependencyFailed
from sample_service.resilience.limiter import RateLimited, RateLimiter
from sample_service.resilience.policy import Policy


def test_the_whole_text_of_a_registry():
    registry = MetricsRegistry()
    histogram = registry.histogram("wait_seconds", "Time waited.", ("route",), (0.1, 1.0))
    for value in (0.1, 0.5, 7):
        histogram.observe(("/a",), value)
    counter = registry.counter("seen_total", "Things seen.", ("kind",))
    counter.add(('say "hi"\n\\',))
    counter.add(('say "hi"\n\\',), 1.5)
    registry.gauge("open", "Things open.", (), lambda: {(): 3.0})
    assert registry.render() == (
        "# HELP open Things open.\n"
        "# TYPE open gauge\n"
        "open 3\n"
        "# HELP seen_total Things seen.\n"
        "# TYPE seen_total counter\n"
        'seen_total{kind="say \\"hi\\"\\n\\\\"} 2.5\n'
        "# HELP wait_seconds Time waited.\n"
        "# TYPE wait_seconds histogram\n"
        'wait_seconds_bucket{route="/a",le="0.1"} 1\n'
        'wait_seconds_bucket{route="/a",le="1"} 2\n'
        'wait_seconds_bucket{route="/a",le="+Inf"} 3\n'
        'wait_seconds_sum{route="/a"} 7.6\n'
        'wait_seconds_count{route="/a"} 3\n'
    )


def test_two_metrics_of_one_name_are_refused():
    registry = MetricsRegistry()
    registry.counter("seen_total", "Seen.")
    with pytest.raises(ValueError, match="seen_total"):
        registry.counter("seen_total", "Seen.")


async def test_the_state_of_breakers_is_exposed():
    registry = MetricsRegistry()
    policy = Policy("payments", "write", breaker=BreakerPolicy(min_calls=1))
    caller = observed_callers(registry).caller(policy)
    labels = 'dependency="payments",method_class="write"'
    assert f"circuit_breaker_state{{{labels}}} 0" in registry.render()

    async def fail(attempt: object) -> None:
        raise DependencyFailed("payments", "unavailable")

    with pytest.raises(DependencyFailed):
        await caller.call(fail, idempotent=False)
    assert f"circuit_breaker_state{{{labels}}} 2" in registry.render()
    assert f'circuit_breaker_transitions_total{{{labels},state="open"}} 1' in registry.render()


def test_refusals_of_limiters_are_exposed():
    registry, limiter = MetricsRegistry(), RateLimiter("PlaceOrder", 1)
    observe_limiters(registry, [limiter])
    limiter.admit()
    with pytest.raises(RateLimited):
        limiter.admit()
    assert 'limiter_rejected_total{limiter="PlaceOrder"} 1' in registry.render()
