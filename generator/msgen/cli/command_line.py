"""Runs a command, and turns whatever goes wrong into a message and an exit code."""

from __future__ import annotations

import sys
import time

from msgen.cli import exit_codes
from msgen.cli.assembly import assembled
from msgen.cli.ending import end
from msgen.cli.manners import DEBUG, VERBOSE, is_wanted, kept_environment
from msgen.cli.output import endure_any_encoding, say


def run() -> int:
    """The exit code of the command line of this process."""
    endure_any_encoding()
    started = time.monotonic()
    with kept_environment():
        code = _code()
        if is_wanted(VERBOSE):
            say(f"took {time.monotonic() - started:.1f} s")
    return code


def _code() -> int:
    words = (word for word in sys.argv[1:] if not word.startswith("-"))
    try:
        code = assembled(next(words, "")).main(prog_name="msgen", standalone_mode=False)
    except Exception as error:
        return end(error, debug=is_wanted(DEBUG))
    return code if isinstance(code, int) else exit_codes.DONE
