"""Finds the commands, runs one, and turns whatever goes wrong into a message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from msgspec import Struct

import msgen
from msgen.cli import exit_codes
from msgen.cli.commands import found
from msgen.cli.ending import end
from msgen.cli.help import CommandGroup, with_page
from msgen.cli.output import emit, endure_any_encoding


class Wishes(Struct):
    """What was said before the command."""

    debug: bool


def run() -> int:
    """The exit code of the command line of this process."""
    endure_any_encoding()
    wishes = Wishes(debug=bool(os.environ.get("MSGEN_DEBUG")))
    command = typer.main.get_command(_assembled(wishes))
    try:
        code = command.main(prog_name="msgen", standalone_mode=False)
    except Exception as error:
        return end(error, debug=wishes.debug)
    return code if isinstance(code, int) else exit_codes.DONE


def _assembled(wishes: Wishes) -> typer.Typer:
    app = typer.Typer(
        name="msgen",
        cls=CommandGroup,
        callback=_options(wishes),
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
    for command in found(*sys.argv[1:2]):
        app.command(command.name, cls=with_page(command.page))(command.run)
    return app


def _options(wishes: Wishes) -> Callable[..., None]:
    """The options before the command."""

    def note(
        version: Annotated[
            bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
        ] = False,
        debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
    ) -> None:
        wishes.debug |= debug

    return note


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"msgen {msgen.__version__}\n")
        raise typer.Exit
