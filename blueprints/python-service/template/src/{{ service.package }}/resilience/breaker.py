"""A circuit breaker: after too many failures calls fail fast, until a few probes succeed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic

from .errors import BreakerOpen

_BUCKETS = 10


class State(Enum):
    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When a breaker opens, and for how long; times are in seconds."""

    window: float = 10.0
    """Time looked back."""
    min_calls: int = 20
    """Calls in the window below which it stays closed."""
    failure_rate: float = 0.5
    """Share of failures that opens it."""
    open_for: float = 5.0
    """Time before it tries again."""
    probes: int = 1
    """Calls let through while it tries; all must succeed."""


Listener = Callable[["Breaker", State], None]


class Breaker:
    """Counts the outcomes of calls to one target over a sliding window.

    Every `admit` is followed by exactly one of `succeeded`, `failed` and `released`, handing back
    what `admit` gave: an answer that comes after the state has changed then counts for nothing.
    """

    def __init__(
        self,
        dependency: str,
        method_class: str,
        policy: BreakerPolicy,
        *,
        clock: Callable[[], float] = monotonic,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self.dependency = dependency
        self.method_class = method_class
        self.policy = policy
        self.state = State.CLOSED
        self._clock = clock
        self._listeners = tuple(listeners)
        self._window = _Window(policy.window)
        self._generation = 0
        self._opened_at = 0.0
        self._probes_in_flight = 0
        self._probes_succeeded = 0

    def admit(self) -> int:
        """Let one call through, or raise `BreakerOpen`."""
        if self.state is State.CLOSED:
            return self._generation
        if self.state is State.OPEN:
            self._try_again_when_due()
        if self._probes_in_flight + self._probes_succeeded >= self.policy.probes:
            raise BreakerOpen(self.dependency, self.policy.open_for)
        self._probes_in_flight += 1
        return self._generation

    def succeeded(self, generation: int) -> None:
        if generation != self._generation:
            return
        if self.state is State.CLOSED:
            self._window.add(self._clock(), failures=0)
            return
        self._probes_in_flight -= 1
        self._probes_succeeded += 1
        if self._probes_succeeded >= self.policy.probes:
            self._change_to(State.CLOSED)

    def failed(self, generation: int) -> None:
        if generation != self._generation:
            return
        if self.state is State.HALF_OPEN:
            self._change_to(State.OPEN)
            return
        now = self._clock()
        self._window.add(now, failures=1)
        calls, failures = self._window.totals(now)
        if calls >= self.policy.min_calls and failures >= calls * self.policy.failure_rate:
            self._change_to(State.OPEN)

    def released(self, generation: int) -> None:
        """The call ended without telling anything about the target, for example cancelled."""
        if generation == self._generation and self.state is State.HALF_OPEN:
            self._probes_in_flight -= 1

    def _try_again_when_due(self) -> None:
        due_in = self._opened_at + self.policy.open_for - self._clock()
        if due_in > 0:
            raise BreakerOpen(self.dependency, due_in)
        self._change_to(State.HALF_OPEN)

    def _change_to(self, state: State) -> None:
        self.state = state
        self._generation += 1
        self._probes_in_flight = 0
        self._probes_succeeded = 0
        if state is State.OPEN:
            self._opened_at = self._clock()
        elif state is State.CLOSED:
            self._window = _Window(self.policy.window)
        for listener in self._listeners:
            listener(self, state)


class _Window:
    """Calls and failures of the last seconds, in a ring of buckets."""

    __slots__ = ("_calls", "_failures", "_newest", "_width")

    def __init__(self, seconds: float) -> None:
        self._width = seconds / _BUCKETS
        self._newest = 0
        self._calls = [0] * _BUCKETS
        self._failures = [0] * _BUCKETS

    def add(self, now: float, *, failures: int) -> None:
        tick = int(now / self._width)
        if tick != self._newest:
            self._forget_until(tick)
        slot = tick % _BUCKETS
        self._calls[slot] += 1
        self._failures[slot] += failures

    def totals(self, now: float) -> tuple[int, int]:
        self._forget_until(int(now / self._width))
        return sum(self._calls), sum(self._failures)

    def _forget_until(self, tick: int) -> None:
        for passed in range(max(self._newest + 1, tick - _BUCKETS + 1), tick + 1):
            self._calls[passed % _BUCKETS] = 0
            self._failures[passed % _BUCKETS] = 0
        self._newest = tick
