"""One child process: its own group, dying with us, its output line by line."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.local.record import signal_group

_LAUNCHER = Path(__file__).with_name("launcher.py")
_CHUNK = 64 * 1024
_LONGEST_LINE = 1024 * 1024
"""Characters; what a process writes beyond them without a line end comes as a line of its own."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What to start."""

    name: str
    command: tuple[str, ...]
    """Its first part is the absolute path of the program."""
    environment: Mapping[str, str]
    folder: Path


class RunningProcess:
    """A started process; `ended` must be awaited by whoever started it."""

    def __init__(self, process: asyncio.subprocess.Process, output: asyncio.Task[None]) -> None:
        self._process = process
        self._output = output

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        """Its exit code, once it and all it started are gone and its last line is written."""
        code = await self._process.wait()
        signal_group(self.pid, signal.SIGKILL)
        await self._output
        return code

    def terminate(self) -> None:
        if self._process.returncode is None:
            signal_group(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        if self._process.returncode is None:
            signal_group(self.pid, signal.SIGKILL)


async def start(launch: Launch, write: Callable[[str], None]) -> RunningProcess:
    """Starts a process whose lines go to `write`.

    To be called from the main thread: the death signal follows the thread that starts the process.
    """
    # A pipe of our own: asyncio's would keep `wait` from returning while a grandchild holds the other end.
    reading, writing = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), *launch.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            env=dict(launch.environment),
            cwd=launch.folder,
            process_group=0,
        )  # fmt: skip
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return RunningProcess(process, asyncio.create_task(_pump(reading, write)))


async def run_to_end(launch: Launch, write: Callable[[str], None]) -> int:
    """The exit code of a process that ends by itself; cancelling it kills the process."""
    process = await start(launch, write)
    try:
        return await process.ended()
    except asyncio.CancelledError:
        process.kill()
        await process.ended()
        raise


async def _pump(reading: int, write: Callable[[str], None]) -> None:
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb", buffering=0)
    )
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    while chunk := await reader.read(_CHUNK):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        if len(rest) > _LONGEST_LINE:
            lines, rest = [*lines, rest], ""
        for line in lines:
            write(line.rstrip("\r"))
    rest += decoder.decode(b"", final=True)
    if rest:
        write(rest)
    transport.close()
