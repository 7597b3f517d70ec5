"""Data goes to stdout, talk to stderr; colours only where they are wanted."""

from __future__ import annotations

import os
import sys
from typing import NoReturn, TextIO

import typer

from msgen.cli.manners import ACCESSIBLE, QUIET, is_wanted


def wants_colour(stream: TextIO) -> bool:
    """A terminal that takes colours, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def shows_progress(stream: TextIO) -> bool:
    """A terminal at which somebody sits, who did not ask for silence."""
    if any(map(is_wanted, ("MSGEN_NO_PROGRESS", QUIET, "CI", ACCESSIBLE))):
        return False
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def endure_any_encoding() -> None:
    """Characters that the streams cannot say are written out, as Python does for stderr, instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Data for stdout. A reader that has read enough, as `head`, ends the command without a complaint."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _end_quietly()


def emit_bytes(content: bytes) -> None:
    """Data that may be no text, such as a patch of files in any encoding."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _end_quietly()


def _end_quietly() -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit from None


def say(text: str) -> None:
    """Talk, unless it is not wanted."""
    if not is_wanted(QUIET):
        print(text, file=sys.stderr)


def fail(message: str, hint: str = "") -> None:
    """An error that has no place in a spec, in the shape of those that have."""
    red, cyan, reset = ("\x1b[31;1m", "\x1b[36m", "\x1b[0m") if wants_colour(sys.stderr) else ("", "", "")
    print(f"{red}error{reset}: {message}", file=sys.stderr)
    if hint:
        print(f"{cyan}hint{reset}: {hint}", file=sys.stderr)
