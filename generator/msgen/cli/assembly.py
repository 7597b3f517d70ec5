"""The commands put together as one program."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

import msgen
from msgen.cli.command_types import PagedCommand, PagedGroup, Program
from msgen.cli.commands import FoundCommand, found
from msgen.cli.manners import Colour, Colours, Debug, Quiet, Verbose
from msgen.cli.output import emit

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


def assembled(first_word: str = "") -> TyperGroup:
    """The program; the first word of a command line may say that it needs one command only."""
    app = typer.Typer(
        name="msgen",
        cls=Program,
        callback=_options,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
        rich_markup_mode=None,
    )
    for command in found(first_word):
        _add(app, command)
    return cast(TyperGroup, typer.main.get_command(app))


def _add(app: typer.Typer, command: FoundCommand) -> None:
    if not command.below:
        app.command(command.name, cls=type("PagedCommand", (PagedCommand,), {"page": command.page}))(command.run)
        return
    group = typer.Typer(
        cls=type("PagedGroup", (PagedGroup,), {"page": command.page}),
        callback=command.run,
        invoke_without_command=True,
        context_settings=_SETTINGS,
        rich_markup_mode=None,
        add_completion=False,
    )
    for below in command.below:
        _add(group, below)
    app.add_typer(group, name=command.name)


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda wanted: _print_version(wanted), is_eager=True, help="Print the version."
        ),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Colours = Colour.AUTO,
    debug: Debug = False,
) -> None:
    """The options before the command."""


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"msgen {msgen.__version__}\n")
        raise typer.Exit
