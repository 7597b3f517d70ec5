"""How long the current request may still take; it bounds everything done on its behalf."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from time import monotonic
from types import TracebackType

from .alarms import Alarms, alarms

MARGIN = 0.01
"""Seconds kept back from every outgoing call, to answer the caller in."""

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class DeadlineExceeded(Exception):
    """The time that the caller gave is over."""

    def __init__(self, message: str = "the deadline of the request is over") -> None:
        super().__init__(message)


def remaining() -> float | None:
    """Seconds left, never less than 0; `None` without a deadline."""
    deadline = _deadline.get()
    return None if deadline is None else max(0.0, deadline - monotonic())


def time_allowed(timeout: float | None, margin: float = MARGIN) -> float | None:
    """Seconds that an outgoing call may take; `DeadlineExceeded` where a try is not worth it."""
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - monotonic() - margin
    if left <= 0:
        raise DeadlineExceeded
    return left if timeout is None else min(timeout, left)


@contextmanager
def deadline_scope(seconds: float | None) -> Iterator[None]:
    """Set a deadline for the body, never later than the outer one. It tells; it does not cancel."""
    token = _deadline.set(_earliest(seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def enforced_deadline(seconds: float | None) -> AbstractAsyncContextManager[None]:
    """A `deadline_scope` that cancels its body when the time is over.

    A body inside a nearer deadline is left to that one.
    """
    return _EnforcedDeadline(seconds)


class _EnforcedDeadline:
    """Does what `asyncio.timeout` does, at a third of its price: every request passes it."""

    __slots__ = ("_alarms", "_cancelling", "_is_over", "_seconds", "_task", "_token")

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._alarms: Alarms | None = None
        self._is_over = False

    async def __aenter__(self) -> None:
        if self._seconds is None:
            return
        outer = _deadline.get()
        deadline = monotonic() + self._seconds
        if outer is not None and outer <= deadline:
            return
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._cancelling = task.cancelling()
        self._token = _deadline.set(deadline)
        self._alarms = alarms()
        self._alarms.set(self._end, deadline)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._alarms is None:
            return
        self._alarms.clear(self._end)
        _deadline.reset(self._token)
        if not self._is_over:
            return
        cancelled_by_us_alone = self._task.uncancel() <= self._cancelling
        if cancelled_by_us_alone and kind is asyncio.CancelledError:
            raise DeadlineExceeded from error

    def _end(self) -> None:
        self._is_over = True
        self._task.cancel()


def _earliest(seconds: float | None) -> float | None:
    outer = _deadline.get()
    if seconds is None:
        return outer
    own = monotonic() + seconds
    return own if outer is None else min(own, outer)
