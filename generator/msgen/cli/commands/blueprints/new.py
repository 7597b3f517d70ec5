"""`msgen blueprints new`: the two files of a blueprint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.TOOL,
    examples=("msgen blueprints new run-books company", "msgen blueprints new security ."),
    exits={
        exit_codes.DONE: "written",
        exit_codes.USAGE: "wrong usage, or a file in the way",
        exit_codes.ENVIRONMENT: "the files cannot be written",
    },
)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and `-`.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with one folder per blueprint.")],
) -> None:
    """Write the two files of a blueprint.

    The manifest `copier.yml`, and one template. Whatever else stands below `template/` becomes a file of every service,
    too.
    """
    from msgen.cli.output import say
    from msgen.cli.scaffolds.blueprint import checked, files
    from msgen.cli.scaffolds.writing import write_new

    for path in write_new(folder / checked(name), files(name)):
        say(f"create  {path}")
    say(f"next:\n  msgen blueprints --blueprints {folder}")
