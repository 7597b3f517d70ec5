"""A command at a terminal of its own: keys go in, and the screen is what a person would see."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pyte

MSGEN = Path(sys.executable).with_name("msgen")
ENTER, BACK, CTRL_C, DOWN, ESC, CLEAR = "\r", "\x02", "\x03", "\x1b[B", "\x1b", "\x15"
COLUMNS, LINES = 80, 24
LAST = "Ctrl-C stop"
"""How every question ends."""
PATIENCE = 30
"""Seconds after which something that was expected will not come; a test waits as long as it must, not longer."""


class RealTerminal:
    """80 columns and 24 lines, with a state folder of its own."""

    def __init__(self, *arguments: str | Path, cwd: Path, state: Path, **variables: str) -> None:
        environment = {**os.environ, **_SURROUNDINGS, "XDG_STATE_HOME": str(state), **variables}
        environment.pop("NO_COLOR", None) if "NO_COLOR" not in variables else None
        self.raw = ""
        self._screen = pyte.HistoryScreen(COLUMNS, LINES, history=2000)
        self._stream = pyte.Stream(self._screen)
        self._process = pexpect.spawn(
            str(MSGEN), [*map(str, arguments)], cwd=str(cwd), env=environment, dimensions=(LINES, COLUMNS),
            encoding="utf-8", codec_errors="replace",
        )  # fmt: skip

    @property
    def screen(self) -> str:
        """What is seen now, without the spaces at the ends."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip("\n")

    @property
    def everything(self) -> str:
        """What has been scrolled away too."""
        gone = ("".join(line[column].data for column in range(COLUMNS)).rstrip() for line in self._screen.history.top)
        return "\n".join([*gone, self.screen])

    def type(self, keys: str) -> None:
        self._process.send(keys)

    def see(self, text: str) -> str:
        """The screen once it shows the text."""
        return self.wait(lambda: text in self.screen, text)

    def answer(self, text: str, keys: str) -> None:
        """Type once the text is seen, and see that it goes away: every question differs from the next one."""
        self.see(text)
        self.type(keys)

    def page(self, text: str) -> str:
        """The screen once it shows a question with this text, down to its last line."""
        return self.wait(lambda: text in self.screen and self.screen.endswith(LAST), text)

    def part(self, first: str, text: str) -> str:
        """The page from the last line on that begins so."""
        lines = self.page(text).splitlines()
        start = max(number for number, line in enumerate(lines) if line.startswith(first))
        return "\n".join(lines[start:])

    def wait(self, holds: Callable[[], bool], told: str) -> str:
        end = time.monotonic() + PATIENCE
        while not holds():
            if not self._read() and not holds():
                raise AssertionError(f"the command ended without {told!r}:\n{self.everything}")
            if time.monotonic() > end:
                raise AssertionError(f"{told!r} did not come:\n{self.everything}")
        return self.screen

    def take_every_default(self) -> int:
        """Enter on each page that comes; the exit code of the command."""
        answered = ""
        while self._read():
            if self.screen.endswith(LAST) and self.screen != answered:
                answered = self.screen
                self.type(ENTER)
        return self.end()

    def end(self) -> int:
        """The exit code of the command."""
        while self._read():
            pass
        self._process.close()
        return self._process.exitstatus if self._process.exitstatus is not None else -(self._process.signalstatus or 0)

    def kill(self) -> None:
        self._process.kill(9)
        self._process.close(force=True)

    def _read(self) -> bool:
        """Take in what the command has written; false once it has ended."""
        try:
            text = self._process.read_nonblocking(65536, timeout=0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += text
        self._stream.feed(text)
        return True


_SURROUNDINGS: Mapping[str, str] = {
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLUMNS": str(COLUMNS), "LINES": str(LINES),
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip
