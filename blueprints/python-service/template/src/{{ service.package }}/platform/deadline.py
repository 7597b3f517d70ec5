"""How long the current request may still take; it bounds everything done on its behalf."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from time import monotonic

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


@asynccontextmanager
async def enforced_deadline(seconds: float | None) -> AsyncIterator[None]:
    """A `deadline_scope` that cancels its body when the time is over.

    A body inside a nearer deadline is left to that one.
    """
    outer, deadline = _deadline.get(), _earliest(seconds)
    if deadline is None or deadline == outer:
        yield
        return
    token = _deadline.set(deadline)
    timer = asyncio.timeout(deadline - monotonic())
    try:
        async with timer:
            yield
    except TimeoutError as error:
        if timer.expired():
            raise DeadlineExceeded from error
        raise
    finally:
        _deadline.reset(token)


def _earliest(seconds: float | None) -> float | None:
    outer = _deadline.get()
    if seconds is None:
        return outer
    own = monotonic() + seconds
    return own if outer is None else min(own, outer)
