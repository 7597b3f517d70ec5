"""Talk goes to stderr, data to stdout; colours only where they are wanted."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def wants_colour(stream: TextIO) -> bool:
    """A terminal that takes colours, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """One line of talk."""
    print(text, file=sys.stderr)


def fail(message: str, hint: str = "") -> None:
    """An error that has no place in a spec, in the shape of those that have."""
    red, reset = ("\x1b[31;1m", "\x1b[0m") if wants_colour(sys.stderr) else ("", "")
    say(f"{red}error{reset}: {message}")
    if hint:
        say(f"hint: {hint}")
