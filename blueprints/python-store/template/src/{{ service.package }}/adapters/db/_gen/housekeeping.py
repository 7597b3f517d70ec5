"""Deletes what is only kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from .errors import StoreUnavailable

_log = structlog.get_logger()


class Housekeeping:
    """Runs every purge once per `every` seconds, beginning after the first such time."""

    def __init__(self, *purges: Callable[[], Awaitable[None]], every: float = 3600.0) -> None:
        self._purges = purges
        self._every = every
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop_accepting(self) -> None:
        """Nothing to do: nobody waits for it."""

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            for purge in self._purges:
                try:
                    await purge()
                except StoreUnavailable as error:
                    _log.warning("purge_failed", error=str(error))
