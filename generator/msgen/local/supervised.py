"""One long-running process that is started again when it dies."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from msgen.local.console import Console
from msgen.local.http_probe import NoAnswerError, ask
from msgen.local.logs import ProcessLog
from msgen.local.processes import Launch, RunningProcess, start
from msgen.local.record import ProcessRecord

_POLL = 0.1
"""Seconds between two looks at a health page."""
_NOT_STARTED = 127
"""The exit code of a process that could not be started, as in a shell."""
_STEADY = 10.0
"""Seconds after which a process counts as running well: its next death is a first one again."""


class Supervised:
    """A process, its health page and its log; without `restart_after` its first death is a failure."""

    def __init__(
        self,
        launch: Launch,
        health: str,
        log: ProcessLog,
        record: ProcessRecord,
        console: Console,
        restart_after: Sequence[float],
    ) -> None:
        self.name = launch.name
        self.health = health
        self.log = log
        self.not_ready_because = "not started"
        self._deaths = 0
        self._launch = launch
        self._record = record
        self._console = console
        self._restart_after = restart_after
        self._ready = asyncio.Event()
        self._failed = asyncio.Event()
        self._stopping = asyncio.Event()
        self._process: RunningProcess | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_running())

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    async def settled(self) -> bool:
        """Waits until it is ready (true) or has failed for good (false)."""
        waiting = {asyncio.create_task(event.wait()) for event in (self._ready, self._failed)}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        return self._ready.is_set()

    async def stop(self, within: timedelta) -> bool:
        """Asks it to end; true if it did so in time, else it is killed."""
        self._stopping.set()
        if self._task is None:
            return True
        if self._process is not None:
            self._process.terminate()
        done, _ = await asyncio.wait({self._task}, timeout=within.total_seconds())
        if not done:
            self._console.say(f"{self.name} did not stop within {within.total_seconds():g} s: killed")
            self.kill()
        await self._task
        return bool(done)

    def kill(self) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.kill()

    async def _keep_running(self) -> None:
        while not self._stopping.is_set():
            started = asyncio.get_running_loop().time()
            code = await self._run_once()
            if self._stopping.is_set():
                return
            self.not_ready_because = _how_it_ended(code)
            if not self._restart_after:
                self._failed.set()
                return
            was_steady = asyncio.get_running_loop().time() - started > _STEADY
            self._deaths = 1 if was_steady else self._deaths + 1
            await self._pause(self._restart_after[min(self._deaths, len(self._restart_after)) - 1])

    async def _run_once(self) -> int:
        try:
            self._process = await start(self._launch, self.log.write)
        except OSError as error:
            self.log.write(f"cannot start in `{self._launch.folder}`: {error.strerror}")
            return _NOT_STARTED
        self._record.add(self.name, self._process.pid, self._launch.command)
        if self._stopping.is_set():
            self._process.terminate()
        watch = asyncio.create_task(self._watch_health())
        try:
            return await self._process.ended()
        finally:
            watch.cancel()
            self._ready.clear()
            self._record.remove(self._process.pid)

    async def _watch_health(self) -> None:
        while not self._ready.is_set():
            try:
                answer = await ask(self.health)
                self.not_ready_because = f"{self.health} answers {answer.status}"
                if answer.is_success:
                    self._become_ready()
            except NoAnswerError as reason:
                self.not_ready_because = f"{self.health}: {reason}"
            await asyncio.sleep(_POLL)

    def _become_ready(self) -> None:
        self._ready.set()
        if self._deaths:
            self._console.say(f"{self.name} is ready again")

    async def _pause(self, seconds: float) -> None:
        self._console.say(f"{self.name} {self.not_ready_because}: started again in {seconds:g} s")
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


def _how_it_ended(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
