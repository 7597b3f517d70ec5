"""What every use case is wrapped in before a server may call it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from .deadline import enforced_deadline

InputT = TypeVar("InputT")
OutputT = TypeVar("OutputT")


def within(
    seconds: float, use_case: Callable[[InputT], Awaitable[OutputT]]
) -> Callable[[InputT], Coroutine[Any, Any, OutputT]]:
    """The use case under a deadline; a nearer one of the caller holds instead."""

    async def bounded(request: InputT) -> OutputT:
        async with enforced_deadline(seconds):
            return await use_case(request)

    return bounded
