"""The longest that one try may take."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from .errors import CallTimedOut

T = TypeVar("T")


async def within(seconds: float | None, dependency: str, call: Awaitable[T]) -> T:
    """The answer of the call, or `CallTimedOut`; a `TimeoutError` of the call itself passes."""
    if seconds is None:
        return await call
    timer = asyncio.timeout(seconds)
    try:
        async with timer:
            return await call
    except TimeoutError as error:
        if timer.expired():
            raise CallTimedOut(dependency, seconds) from error
        raise
