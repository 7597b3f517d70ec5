"""All processes of a run: started wave by wave, stopped the other way round."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgen.local.console import Console
from msgen.local.errors import LocalError
from msgen.local.supervised import Supervised

_PATIENCE = 15.0
"""Seconds after which it is said what is being waited for."""


class Fleet:
    """Waves of processes: each wave starts once the one before it is ready."""

    def __init__(self, waves: Sequence[Sequence[Supervised]], console: Console) -> None:
        self._waves = waves
        self._console = console

    def __iter__(self) -> Iterator[Supervised]:
        return (process for wave in self._waves for process in wave)

    async def start(self) -> None:
        """Returns when all are ready; raises `LocalError` as soon as one has failed for good."""
        for wave in self._waves:
            self._console.say(f"starting {', '.join(process.name for process in wave)}")
            for process in wave:
                process.start()
            await self._all_ready(wave)

    async def stop(self, within: timedelta, at_once: asyncio.Event) -> bool:
        """True if every process ended by itself in time; `at_once` kills whatever is left."""
        stopping = asyncio.create_task(self._stop_in_order(within))
        killing = asyncio.create_task(at_once.wait())
        await asyncio.wait({stopping, killing}, return_when=asyncio.FIRST_COMPLETED)
        killing.cancel()
        if at_once.is_set():
            for process in self:
                process.kill()
        return await stopping and not at_once.is_set()

    def report(self, process: Supervised) -> LocalError:
        """Why a process is not ready, with the last it said."""
        lines = "".join(f"\n    {line}" for line in process.log.tail)
        said = f"; its last lines:{lines}" if lines else "; it printed nothing"
        return LocalError(
            f"{process.name} is not ready: {process.not_ready_because}{said}",
            f"the whole log is in `{process.log.path}`",
        )

    def first_not_ready(self) -> Supervised | None:
        return next((process for process in self if not process.is_ready), None)

    async def _all_ready(self, wave: Sequence[Supervised]) -> None:
        waiting = {asyncio.create_task(process.settled()): process for process in wave}
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    process = waiting.pop(task)
                    if not task.result():
                        raise self.report(process)
                if not done:
                    self._say_what_is_missing(list(waiting.values()))
        finally:
            for task in waiting:
                task.cancel()

    def _say_what_is_missing(self, processes: Sequence[Supervised]) -> None:
        for process in processes:
            self._console.say(f"waiting for {process.name}: {process.not_ready_because}")

    async def _stop_in_order(self, within: timedelta) -> bool:
        in_time = True
        for wave in reversed(self._waves):
            answers = await asyncio.gather(*(process.stop(within) for process in wave))
            in_time = in_time and all(answers)
        return in_time
