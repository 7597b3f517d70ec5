"""The `msgen` command. Nothing that takes time is imported before Ctrl-C is provided for."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, and end with the exit code that says how it went."""
    try:
        from msgen.cli.command_line import run

        code = run()
    except KeyboardInterrupt:
        from msgen.cli.ending import interrupted

        code = interrupted()
    sys.exit(code)
