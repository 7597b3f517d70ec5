"""The state of breakers and limiters, as metrics."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from ..resilience.breaker import Breaker, State
from ..resilience.limiter import RateLimiter
from ..resilience.policy import Callers
from .metrics import MetricsRegistry

_LEVEL = {State.CLOSED: 0.0, State.HALF_OPEN: 1.0, State.OPEN: 2.0}


def observed_callers(registry: MetricsRegistry) -> Callers:
    """Callers whose breakers are measured, and logged when they change."""
    log = structlog.get_logger()
    transitions = registry.counter(
        "circuit_breaker_transitions_total",
        "Changes of state of a circuit breaker.",
        ("dependency", "method_class", "state"),
    )

    def note(breaker: Breaker, state: State) -> None:
        transitions.add((breaker.dependency, breaker.method_class, state.value))
        log.warning(
            "circuit breaker changed",
            dependency=breaker.dependency,
            method_class=breaker.method_class,
            state=state.value,
        )

    callers = Callers(listeners=(note,))
    registry.gauge(
        "circuit_breaker_state",
        "0 closed, 1 half-open, 2 open.",
        ("dependency", "method_class"),
        lambda: {key: _LEVEL[breaker.state] for key, breaker in callers.breakers().items()},
    )
    return callers


def observe_limiters(registry: MetricsRegistry, limiters: Sequence[RateLimiter]) -> None:
    """How many requests each limiter has refused."""
    registry.gauge(
        "limiter_rejected_total",
        "Requests refused by a rate limiter since the start.",
        ("limiter",),
        lambda: {(limiter.name,): float(limiter.rejected) for limiter in limiters},
    )
