"""Waiting for what happens in another process, where there is no event to await."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

_POLL = 0.05
"""Seconds between two looks."""


@overload
async def eventually(look: Callable[[], Awaitable[T | None]], *, within: float = ...) -> T: ...
@overload
async def eventually(look: Callable[[], T | None], *, within: float = ...) -> T: ...
async def eventually(look: Callable[[], Any], *, within: float = 10.0) -> Any:
    """What `look` finds as soon as it finds anything; `AssertionError` after so many seconds of nothing."""
    clock = asyncio.get_running_loop().time
    end = clock() + within
    while True:
        found = look()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert clock() < end, f"{getattr(look, '__qualname__', look)}: nothing within {within:g} s"
        await asyncio.sleep(_POLL)
