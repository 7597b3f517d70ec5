"""`msgen restore`: a generated file that was deleted is here again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen restore README.md", "msgen restore services"),
    exits={
        exit_codes.DONE: "here again, or it never was away",
        exit_codes.USAGE: "wrong usage, msgen did not generate it, or it stands elsewhere",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
    },
)


def restore(
    path: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Deleted files, or folders with all below them.")
    ],
) -> None:
    """Bring back generated files that were deleted.

    What you deleted, updates leave deleted. This brings it back as it was generated last, and they change it again.
    """
    from msgen.cli.keeping.restore import restore as bring_back

    bring_back(path)
