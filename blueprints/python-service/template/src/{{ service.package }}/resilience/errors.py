"""How a call to a dependency can fail, and what each failure says about the dependency."""

from __future__ import annotations

from typing import Literal

Kind = Literal["unavailable", "internal", "timeout", "rejected", "exhausted"]

_UNHEALTHY: frozenset[Kind] = frozenset({"unavailable", "internal", "timeout"})


class DependencyUnavailable(Exception):
    """A dependency gave no usable answer; `retry_after` is in seconds."""

    counts = False
    """It says that the dependency is unwell, so that the breaker counts it."""
    retryable = False
    """Another try may help."""

    def __init__(
        self, dependency: str, retry_after: float | None = None, message: str | None = None
    ) -> None:
        super().__init__(message or f"`{dependency}` is not available")
        self.dependency = dependency
        self.retry_after = retry_after


class BreakerOpen(DependencyUnavailable):
    """Too many calls failed lately, so this one was not tried."""

    def __init__(self, dependency: str, retry_after: float) -> None:
        super().__init__(dependency, retry_after, f"the breaker towards `{dependency}` is open")


class BulkheadFull(DependencyUnavailable):
    """All places for calls to the dependency stayed taken."""

    def __init__(self, dependency: str, retry_after: float | None = None) -> None:
        super().__init__(dependency, retry_after, f"too many calls to `{dependency}` are in flight")


class CallTimedOut(DependencyUnavailable):
    """One try took longer than it may."""

    counts = True
    retryable = True

    def __init__(self, dependency: str, seconds: float) -> None:
        super().__init__(dependency, None, f"`{dependency}` did not answer within {seconds:.3f} s")
        self.seconds = seconds


class DependencyFailed(DependencyUnavailable):
    """The dependency answered an error, or broke off.

    `rejected` is the caller's fault (4xx, INVALID_ARGUMENT) and `exhausted` a quota (429): neither
    tells that the dependency is unwell. `code` is the name of the gRPC status that says the same.
    """

    def __init__(
        self,
        dependency: str,
        kind: Kind,
        retry_after: float | None = None,
        *,
        code: str = "UNAVAILABLE",
        message: str = "",
    ) -> None:
        said = f": {message}" if message else ""
        super().__init__(dependency, retry_after, f"`{dependency}` answered {code}{said}")
        self.kind = kind
        self.code = code
        self.message = message
        self.counts = kind in _UNHEALTHY
        self.retryable = kind != "rejected"
