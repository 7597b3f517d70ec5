"""`msgen eject`: generated files become people's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen eject README.md", "msgen eject services/orders/deploy"),
    exits={
        exit_codes.DONE: "ejected, or it was already",
        exit_codes.USAGE: "wrong usage, or msgen did not generate it",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
    },
)


def eject(
    path: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Generated files, or folders with all below them.")
    ],
) -> None:
    """Take files out of msgen's hands.

    They stay as they are, and no update changes, moves or removes them. Whole patterns can stand in `.msgenignore` at
    the root of a repository, in the syntax of `.gitignore`. `msgen adopt PATH` is the way back.
    """
    from msgen.cli.keeping.eject import eject as take_out

    take_out(path)
