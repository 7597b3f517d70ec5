"""The commands put together as one program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Annotated, Any, cast

import typer
from typer._click import Command

import msgen
from msgen.cli.command_types import PagedCommand, PagedGroup, Program
from msgen.cli.commands import FoundCommand, found
from msgen.cli.manners import Colour, Colours, Debug, Quiet, Verbose
from msgen.cli.output import emit

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class _BuiltWhenAsked(Mapping[str, Command]):
    """The commands by their names; one that nobody asks for costs nothing."""

    def __init__(self, commands: Iterable[FoundCommand]) -> None:
        self._found = {command.name: command for command in commands}
        self._built: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._built:
            self._built[name] = _command(self._found[name])
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def assembled(first_word: str = "") -> Program:
    """The program; the first word of a command line may say that it needs one command only."""
    app = typer.Typer(
        name="msgen",
        cls=Program,
        callback=_options,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
        rich_markup_mode=None,
    )
    program = cast(Program, typer.main.get_command(app))
    commands = found(first_word)
    program.pages = {command.name: command.page for command in commands}
    program.commands = cast(MutableMapping[str, Command], _BuiltWhenAsked(commands))
    return program


def _command(command: FoundCommand) -> Command:
    app = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=_SETTINGS)
    if command.below:
        app.info.cls = type("PagedGroup", (PagedGroup,), {"page": command.page})
        app.callback(invoke_without_command=True)(command.run)
        for below in command.below:
            app.command(below.name, cls=_paged(below))(below.run)
    else:
        app.command(command.name, cls=_paged(command))(command.run)
    built = typer.main.get_command(app)
    built.name = command.name
    return built


def _paged(command: FoundCommand) -> type[PagedCommand]:
    return type("PagedCommand", (PagedCommand,), {"page": command.page})


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
