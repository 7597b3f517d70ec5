"""The `msgen` command: its commands, its help, and how errors end it."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Annotated

import typer

import msgen
from msgen.cli import exit_codes
from msgen.cli.explain import explain
from msgen.cli.new import new
from msgen.cli.output import fail, say, wants_colour
from msgen.cli.schema import schema
from msgen.cli.up import up

DESIGN, GENERATE, RUN, TOOL = "Design", "Generate", "Run", "Tool"

app = typer.Typer(
    name="msgen",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    help=(
        "From one description of a microservice system to the repositories that run it.\n\n"
        "\b\n"
        "msgen new shop --spec msgen.yaml     generate a system from a spec\n"
        "msgen up shop                        run it on this machine\n"
        "msgen explain orders.store.engine    where a value comes from"
    ),
    epilog="Guide and reference: docs/ in the repository of msgen.",
)
app.command(rich_help_panel=DESIGN)(explain)
app.command(rich_help_panel=GENERATE)(new)
app.command(rich_help_panel=RUN)(up)
app.command(rich_help_panel=TOOL)(schema)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"msgen {msgen.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
) -> None:
    """Options before the command."""
    if debug:
        os.environ["MSGEN_DEBUG"] = "1"


def main() -> None:
    """Run the command line; whatever goes wrong becomes a message and an exit code."""
    try:
        app()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(exit_codes.INTERRUPTED)
    except Exception as error:
        sys.exit(_end(error))


def _end(error: Exception) -> int:
    """Say what an error means, and give the exit code that it carries."""
    from msgen.diagnostics import SpecError

    if isinstance(error, SpecError):
        sys.stderr.write(error.render(colour=wants_colour(sys.stderr)))
        return exit_codes.USAGE
    code = getattr(error, "exit_code", None)
    if isinstance(code, int) and code != exit_codes.INTERNAL:
        message, _, hint = str(error).partition("\nhint: ")
        fail(message, hint)
        return code
    if isinstance(error, OSError):
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return exit_codes.ENVIRONMENT
    return _internal(error)


def _internal(error: Exception) -> int:
    if os.environ.get("MSGEN_DEBUG"):
        traceback.print_exception(error)
        return exit_codes.INTERNAL
    from msgen.cli.crash_log import save

    fail(f"msgen failed: {type(error).__name__}: {error}", f"report it with the log {save(error)}, or use `--debug`")
    return exit_codes.INTERNAL
