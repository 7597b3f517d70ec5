"""At most so many calls to one dependency at once, so that a slow one cannot take all we have."""

from __future__ import annotations

import asyncio

from .errors import BulkheadFull


class Bulkhead:
    """Places for calls in flight, and as many again for calls that wait for one."""

    def __init__(self, dependency: str, places: int) -> None:
        self._dependency = dependency
        self._places = places
        self._free = asyncio.Semaphore(places)
        self._waiting = 0

    async def enter(self, patience: float | None) -> None:
        """Take a place, waiting at most `patience` seconds; `leave` gives it back."""
        if not self._free.locked():
            await self._free.acquire()
            return
        if self._waiting >= self._places:
            raise BulkheadFull(self._dependency)
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._free.acquire()
        except TimeoutError as error:
            raise BulkheadFull(self._dependency) from error
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        self._free.release()
