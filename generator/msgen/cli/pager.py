"""Long data for a person is shown page by page; a program gets it as it is."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from msgen.cli.manners import is_wanted
from msgen.cli.output import emit, emit_bytes

_USUAL = "less -FRX"
"""Ends at once where all fits on a page, lets colours through, and leaves the text on the terminal."""


def emit_long(text: str) -> None:
    """Data for stdout that may fill more than one page."""
    if pager := _pager(text.count("\n")):
        _show(pager, text.encode(errors="backslashreplace"))
    else:
        emit(text)


def emit_document(text: str, file: Path | None) -> None:
    """Long data for stdout, or for the file that `--output` names."""
    if file is None:
        emit_long(text)
    else:
        file.write_text(text, encoding="utf-8")


def emit_long_bytes(content: bytes) -> None:
    """The same of data that may be no text."""
    if pager := _pager(content.count(b"\n")):
        _show(pager, content)
    else:
        emit_bytes(content)


def _show(pager: Sequence[str], content: bytes) -> None:
    import subprocess

    with subprocess.Popen(pager, stdin=subprocess.PIPE) as process:
        try:
            process.communicate(content)
        except (BrokenPipeError, KeyboardInterrupt):
            process.wait()


def _pager(lines: int) -> list[str]:
    """The program that the environment names, or `less`; nothing where all fits, or nobody sits at a terminal."""
    if not sys.stdout.isatty() or lines < shutil.get_terminal_size().lines:
        return []
    if os.environ.get("TERM") == "dumb" or is_wanted("CI"):
        return []
    wanted = shlex.split(os.environ.get("MSGEN_PAGER", os.environ.get("PAGER", _USUAL)))
    return wanted if wanted and wanted[0] != "cat" and shutil.which(wanted[0]) else []
