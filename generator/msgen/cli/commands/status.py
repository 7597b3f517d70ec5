"""`msgen status`: what has become of each file since it was generated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen status", "msgen status services/orders --all"),
    exits={
        exit_codes.DONE: "told",
        exit_codes.USAGE: "wrong usage, or no such path",
        exit_codes.ENVIRONMENT: "the record is missing, or cannot be read",
    },
)


def status(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A system, a service, a folder or a file; `.` unless given.")
    ] = Path(),
    all_: Annotated[bool, typer.Option("--all", help="List clean and foreign files as well.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Every file with its state, for a program.")] = False,
) -> None:
    """Say what has become of each file.

    A file is clean, edited, deleted, moved, in conflict, an orphan that is generated no more, ejected, or foreign:
    never generated. Nothing is rendered and nothing written.
    """
    from msgen.cli.keeping.status import status as tell

    tell([path], all_=all_, for_program=json)
