"""How a command ends that did not do what it was asked: a message on stderr and an exit code."""

from __future__ import annotations

import sys
import traceback

from typer._click.exceptions import UsageError as TyperUsageError

from msgen.cli import exit_codes
from msgen.cli.output import fail, say, wants_colour
from msgen.cli.usage_errors import reworded


class Interrupted(Exception):
    """Ctrl-C, under a name that Typer lets pass."""


def interrupted() -> int:
    say("interrupted")
    return exit_codes.INTERRUPTED


def end(error: Exception, *, debug: bool) -> int:
    """Say what an error means, and give the exit code that it carries."""
    from msgen.diagnostics import SpecError

    if isinstance(error, Interrupted):
        return interrupted()
    if isinstance(error, SpecError):
        sys.stderr.write(error.render(colour=wants_colour(sys.stderr)))
        return exit_codes.USAGE
    if isinstance(error, TyperUsageError):
        error = reworded(error)
    code = getattr(error, "exit_code", None)
    if isinstance(code, int) and code != exit_codes.INTERNAL:
        message, _, hint = str(error).partition("\nhint: ")
        fail(message, hint)
        return code
    if isinstance(error, OSError):
        fail(_of_the_system(error))
        return exit_codes.ENVIRONMENT
    return _internal(error, debug)


def _of_the_system(error: OSError) -> str:
    said = (error.strerror or str(error)).lower()
    return f"`{error.filename}`: {said}" if error.filename else said


def _internal(error: Exception, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
        return exit_codes.INTERNAL
    from msgen.cli.crash_log import save

    said = " ".join(str(error).split())
    fail(
        f"msgen failed: {type(error).__name__}: {said}",
        f"the log is `{save(error)}`: report it with what `msgen doctor` says; `--debug` shows all of it",
    )
    return exit_codes.INTERNAL
