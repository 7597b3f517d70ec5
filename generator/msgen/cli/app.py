"""The `msgen` command. Nothing that takes time is imported before Ctrl-C is provided for."""

from __future__ import annotations

import atexit
import gc
import sys

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A command loads thousands of objects that stay; looking through them for garbage was a tenth of its time."""


def main() -> None:
    """Run the command line, and end with the exit code that says how it went."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # what is left goes with the process; Python would look through it several times
    try:
        from msgen.cli.command_line import run

        code = run()
    except KeyboardInterrupt:
        from msgen.cli.ending import interrupted

        code = interrupted()
    sys.exit(code)
