"""What a long run is doing, on one line of the terminal that is gone when it ends."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from msgen.cli.output import shows_progress

PATIENCE = 1.0
"""Seconds for which nobody needs to be told anything."""
_WIDTH = 79
_CLEAR = "\r\x1b[K"


class Progress:
    """Says nothing where stderr is no terminal, and nothing in a run that is short."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._clock = clock
        self._started = clock()
        self._shows = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shows:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def say(self, text: str) -> None:
        """Show what is being done now, in place of what was."""
        if not shows_progress(self._stream) or self._clock() - self._started < PATIENCE:
            return
        self._shows = True
        self._stream.write(f"{_CLEAR}{text[:_WIDTH]}")
        self._stream.flush()

    def rendered(self, done: int, of: int) -> None:
        self.say(f"rendering: {done} of {of}")


def untold() -> Progress:
    """Of a run that nobody watches."""
    return Progress(io.StringIO())
