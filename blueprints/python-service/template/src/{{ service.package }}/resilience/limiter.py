"""A rate limit that refuses what comes too fast, instead of letting it wait."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class RateLimited(Exception):
    """The caller sends more than it may; `retry_after` is in seconds."""

    def __init__(self, name: str, retry_after: float) -> None:
        super().__init__(f"`{name}` takes no more requests for now")
        self.name = name
        self.retry_after = retry_after


class RateLimiter:
    """A token bucket: `per_second` requests on average, at most `burst` at once."""

    def __init__(
        self,
        name: str,
        per_second: float,
        burst: float | None = None,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.name = name
        self.rejected = 0
        self._per_second = per_second
        self._burst = max(1.0, per_second if burst is None else burst)
        self._clock = clock
        self._tokens = self._burst
        self._filled_at = clock()

    def admit(self) -> None:
        """Let one request pass, or raise `RateLimited`."""
        now = self._clock()
        grown = self._tokens + (now - self._filled_at) * self._per_second
        self._tokens = min(self._burst, grown)
        self._filled_at = now
        if self._tokens < 1:
            self.rejected += 1
            raise RateLimited(self.name, (1 - self._tokens) / self._per_second)
        self._tokens -= 1
