"""The command at a terminal: what it writes there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping
from pathlib import Path

from command_line import MSGEN

UNSET = ("NO_COLOR", "CLICOLOR_FORCE", "CI", "PAGER", "MSGEN_PAGER")


def at_terminal(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, lines: int = 24) -> str:
    """Everything that stands on a terminal of 80 columns afterwards."""
    mine, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment = {**clean, "TERM": "xterm-256color", **(env or {})}
    process = subprocess.Popen(
        [MSGEN, *arguments], cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    written = b""
    while chunk := _read(mine):
        written += chunk
    process.wait()
    os.close(mine)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # nobody has the other side open any more
        return b""
