"""What every command can be told: to be quiet or verbose, in colour or without, and to show tracebacks.

All of it stands in the environment of the process, so that whatever it starts behaves in the same way.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import Annotated

import typer
from typer._click import Parameter

QUIET, VERBOSE, DEBUG = "MSGEN_QUIET", "MSGEN_VERBOSE", "MSGEN_DEBUG"
ACCESSIBLE = "MSGEN_ACCESSIBLE"
"""Plain lines that a screen reader can follow: no pictures, and nothing that moves."""
_OFF = frozenset({"", "0", "false", "no", "off", "f", "n"})


class Colour(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def is_wanted(variable: str) -> bool:
    return os.environ.get(variable, "").lower() not in _OFF


@contextmanager
def kept_environment() -> Iterator[None]:
    """Nothing that a command is told outlives it."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def hidden_options() -> list[Parameter]:
    """The options of every command, which its help names in one line."""
    return [_hidden(option) for option in _parameters()]


def _hidden(option: Parameter) -> Parameter:
    hidden = copy.copy(option)
    vars(hidden)["hidden"] = True
    return hidden


@cache
def _parameters() -> tuple[Parameter, ...]:
    app = typer.Typer(add_completion=False)
    app.command()(spoken_options)
    return tuple(typer.main.get_command(app).params)


def _into(variable: str) -> Callable[[bool], bool]:
    def note(wanted: bool) -> bool:
        if wanted:
            os.environ[variable] = "1"
        return wanted

    return note


def _colour(wanted: Colour) -> Colour:
    """In the words that other programs listen to as well."""
    if wanted is Colour.NEVER:
        os.environ["NO_COLOR"] = "1"
    elif wanted is Colour.ALWAYS:
        os.environ.pop("NO_COLOR", None)
        os.environ["CLICOLOR_FORCE"] = "1"
    return wanted


Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", callback=_into(QUIET), expose_value=False, help="Say nothing but errors and data."),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", callback=_into(VERBOSE), expose_value=False, help="Say which settings count, and the time."
    ),
]
Colours = Annotated[
    Colour,
    typer.Option(
        "--color",
        metavar="auto|always|never",
        callback=_colour,
        expose_value=False,
        help="`auto` is for terminals that can, unless NO_COLOR is set.",
    ),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", callback=_into(DEBUG), expose_value=False, help="Show the traceback of an internal error."),
]


def spoken_options(
    quiet: Quiet = False, verbose: Verbose = False, color: Colours = Colour.AUTO, debug: Debug = False
) -> None:
    """The options of every command."""
