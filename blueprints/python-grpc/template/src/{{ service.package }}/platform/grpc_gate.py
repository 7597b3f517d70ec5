"""Where calls wait for a moment while the service leaves, so that none of them is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_QUIET_SECONDS = 0.1
"""Without a new call for so long, everybody who calls is taken to be inside."""
_GOODBYE_SECONDS = 0.02
"""For the goodbye to be on its way to the callers before their answers are."""


class Gate:
    """Every call passes it.

    A server that stops drops the calls that have come but were not handed over yet, and only by
    stopping can it tell its callers to go elsewhere. So it lets them in and keeps them waiting:
    nobody who waits for an answer calls again, and soon none is left outside.
    """

    def __init__(self) -> None:
        self._came = 0
        self._opened: asyncio.Event | None = None

    async def passed(self) -> None:
        self._came += 1
        if self._opened is not None:
            await self._opened.wait()

    @asynccontextmanager
    async def closed(self, longest: float) -> AsyncIterator[None]:
        """The block runs while everybody waits inside, or after so many seconds."""
        self._opened = asyncio.Event()
        try:
            await self._until_nobody_comes(longest)
            yield
            await asyncio.sleep(_GOODBYE_SECONDS)
        finally:
            self._opened.set()

    async def _until_nobody_comes(self, longest: float) -> None:
        loop = asyncio.get_running_loop()
        ends, is_quiet = loop.time() + longest, False
        while not is_quiet and loop.time() < ends:
            came, begun = self._came, loop.time()
            await asyncio.sleep(_QUIET_SECONDS)
            was_idle = loop.time() - begun < 2 * _QUIET_SECONDS
            is_quiet = was_idle and came == self._came
