"""When a failed call is tried again: within a budget, with jitter, as the callee wishes."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .errors import DependencyUnavailable

_BURST = 10.0
"""Retries that a quiet edge may do at once."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how soon; times are in seconds."""

    attempts: int = 1
    """Tries, the first included."""
    backoff: float = 0.05
    """Wait before the second try, doubled before each further one."""
    cap: float | None = 1.0
    """Longest wait: a callee that asks for a longer one is not tried again."""
    jitter: bool = True
    """Wait a random part of it, so that callers do not come back together."""
    budget: float | None = 0.2
    """Retries per call, over all calls of the edge; `None` sets no bound."""


class RetryBudget:
    """A bucket of tokens: each call puts a share of one in, each retry takes one out."""

    __slots__ = ("_ratio", "_tokens")

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio
        self._tokens = _BURST

    def deposit(self) -> None:
        self._tokens = min(_BURST, self._tokens + self._ratio)

    def withdraw(self) -> bool:
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Retry:
    """Decides about the next try of the calls along one edge."""

    def __init__(
        self, policy: RetryPolicy, *, uniform: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._policy = policy
        self._budget = None if policy.budget is None else RetryBudget(policy.budget)
        self._uniform = uniform

    def begin(self) -> None:
        """A call begins: it earns its share of a retry."""
        if self._budget is not None:
            self._budget.deposit()

    def wait_after(
        self, tried: int, error: DependencyUnavailable, time_left: float | None
    ) -> float | None:
        """Seconds to wait before the next try; `None` gives up."""
        if tried >= self._policy.attempts or not error.retryable:
            return None
        wait = self._back_off(tried)
        if error.retry_after is not None:
            if error.retry_after > self._longest_wait():
                return None
            wait = max(wait, error.retry_after)
        if time_left is not None and wait >= time_left:
            return None
        if self._budget is not None and not self._budget.withdraw():
            return None
        return wait

    def _back_off(self, tried: int) -> float:
        longest = min(self._policy.backoff * 2.0 ** (tried - 1), self._longest_wait())
        return self._uniform(0.0, longest) if self._policy.jitter else longest

    def _longest_wait(self) -> float:
        """Without a cap any finite wish is met; infinity stands for: do not try again."""
        return sys.float_info.max if self._policy.cap is None else self._policy.cap
