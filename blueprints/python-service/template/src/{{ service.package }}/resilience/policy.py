"""All protections of an outgoing call, composed in the one order that keeps each of them true.

deadline( fallback( retry + budget( breaker( bulkhead( per-try timeout( call ))))))
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from ..platform.attempts import incoming_retries
from ..platform.deadline import MARGIN, DeadlineExceeded, remaining, time_allowed
from .attempt import Attempt
from .breaker import Breaker, BreakerPolicy, Listener
from .bulkhead import Bulkhead
from .errors import CallTimedOut, DependencyFailed, DependencyUnavailable
from .fallback import Fallback
from .retry import Retry, RetryPolicy
from .timeout import within

T = TypeVar("T")

_FAIR_SHARE = 0.5
"""A try whose time the deadline cut below this share tells nothing about the callee."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How one call to a dependency is protected."""

    dependency: str
    method_class: str = "read"
    """Calls of one class share a breaker."""
    timeout: float | None = 1.0
    """Seconds that one try may take; `None` is for ever."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    breaker: BreakerPolicy | None = None
    bulkhead: int | None = None
    """Calls in flight at once."""


class Caller:
    """Makes calls under one policy."""

    def __init__(self, policy: Policy, breaker: Breaker | None = None) -> None:
        self._policy = policy
        self._breaker = breaker
        self._retry = Retry(policy.retry)
        self._bulkhead = (
            None if policy.bulkhead is None else Bulkhead(policy.dependency, policy.bulkhead)
        )

    async def call(
        self,
        attempt: Callable[[Attempt], Awaitable[T]],
        *,
        idempotent: bool,
        fallback: Fallback[T] | None = None,
    ) -> T:
        """The answer of the first try that succeeds, or of the fallback.

        Only an idempotent call is tried again. A refusal (`rejected`) is an answer: it stands.
        """
        if fallback is None:
            return await self._until_answered(attempt, idempotent)
        try:
            return await self._until_answered(attempt, idempotent)
        except (DependencyUnavailable, DeadlineExceeded) as error:
            if isinstance(error, DependencyFailed) and error.kind == "rejected":
                raise
            return await fallback(error)

    async def _until_answered(
        self, attempt: Callable[[Attempt], Awaitable[T]], idempotent: bool
    ) -> T:
        self._retry.begin()
        may_repeat = idempotent and not incoming_retries.get()
        tried = 0
        while True:
            tried += 1
            try:
                return await self._guarded(attempt, tried)
            except DependencyUnavailable as error:
                if not may_repeat:
                    raise
                wait = self._retry.wait_after(tried, error, _time_left())
                if wait is None:
                    raise
            await asyncio.sleep(wait)

    async def _guarded(self, attempt: Callable[[Attempt], Awaitable[T]], number: int) -> T:
        breaker = self._breaker
        if breaker is None:
            return await self._in_bulkhead(attempt, number)
        generation = breaker.admit()
        settle = breaker.released
        try:
            answer = await self._in_bulkhead(attempt, number)
            settle = breaker.succeeded
            return answer
        except DependencyUnavailable as error:
            if error.counts:
                settle = breaker.failed
            elif isinstance(error, DependencyFailed):
                settle = breaker.succeeded
            raise
        finally:
            settle(generation)

    async def _in_bulkhead(self, attempt: Callable[[Attempt], Awaitable[T]], number: int) -> T:
        bulkhead = self._bulkhead
        if bulkhead is None:
            return await self._one_try(attempt, number)
        await bulkhead.enter(time_allowed(self._policy.timeout))
        try:
            return await self._one_try(attempt, number)
        finally:
            bulkhead.leave()

    async def _one_try(self, attempt: Callable[[Attempt], Awaitable[T]], number: int) -> T:
        usual = self._policy.timeout
        seconds = time_allowed(usual)
        try:
            return await within(seconds, self._policy.dependency, attempt(Attempt(number, seconds)))
        except DependencyUnavailable as error:
            cut_short = usual is not None and seconds is not None and seconds < usual * _FAIR_SHARE
            if cut_short and _is_timeout(error):
                raise DeadlineExceeded from error
            raise


class Callers:
    """Makes the callers of a service, so that calls to one target and class share one breaker."""

    def __init__(
        self,
        *,
        listeners: Sequence[Listener] = (),
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._listeners = tuple(listeners)
        self._clock = clock
        self._breakers: dict[tuple[str, str], Breaker] = {}

    def caller(self, policy: Policy) -> Caller:
        if policy.breaker is None:
            return Caller(policy)
        return Caller(policy, self._breaker(policy, policy.breaker))

    def breakers(self) -> Mapping[tuple[str, str], Breaker]:
        """Every breaker by its dependency and method class."""
        return self._breakers

    def _breaker(self, policy: Policy, wanted: BreakerPolicy) -> Breaker:
        key = (policy.dependency, policy.method_class)
        breaker = self._breakers.get(key)
        if breaker is None:
            breaker = Breaker(*key, wanted, clock=self._clock, listeners=self._listeners)
            self._breakers[key] = breaker
        if breaker.policy != wanted:
            raise ValueError(f"{key[1]} calls to {key[0]} need one breaker policy, not two")
        return breaker


def _is_timeout(error: DependencyUnavailable) -> bool:
    """Our own clock and the callee's run out together, and either may be first."""
    if isinstance(error, DependencyFailed):
        return error.kind == "timeout"
    return isinstance(error, CallTimedOut)


def _time_left() -> float | None:
    left = remaining()
    return None if left is None else left - MARGIN
