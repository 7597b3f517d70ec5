"""`msgen rules new`: the two files of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.TOOL,
    examples=('msgen rules new ACME01 "Old name" acme', 'msgen rules new ACME02 "No owner" .'),
    exits={
        exit_codes.DONE: "written",
        exit_codes.USAGE: "wrong usage, an id that is taken, or a file in the way",
        exit_codes.ENVIRONMENT: "the files cannot be written",
    },
)


def new(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Family and two digits, as `ACME01`.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Names the smell, never the cure.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the two files go; made if it is not there.")],
) -> None:
    """Write the two files of a rule.

    A module that finds something, to be changed into what you look for, and a page with a bad and a good design. The
    page is the test of the rule.
    """
    from msgen.cli.output import say
    from msgen.cli.scaffolds.rule import checked, files, next_steps
    from msgen.cli.scaffolds.writing import write_new

    wanted = checked(identifier, title)
    for path in write_new(folder, files(wanted)):
        say(f"create  {path}")
    say(next_steps(wanted, folder))
