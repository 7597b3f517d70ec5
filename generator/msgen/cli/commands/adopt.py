"""`msgen adopt`: ejected files, or folders that lost their record, come back into msgen's hands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen adopt README.md", "msgen adopt services/orders"),
    exits={
        exit_codes.DONE: "adopted, or there was nothing to do",
        exit_codes.USAGE: "wrong usage, an unreadable spec, or msgen does not generate it",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.UNTRUSTED: "a blueprint brings code and `--trust` was not given",
        exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
    },
)


def adopt(
    path: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Ejected files, or the folder of a system or a service.")
    ],
    blueprints: Annotated[
        Path | None,
        typer.Option(
            "--blueprints", metavar="DIR", envvar="MSGEN_BLUEPRINTS", help="Render these instead of msgen's own."
        ),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Let blueprints run the code that they bring.")] = False,
) -> None:
    """Give files back to msgen.

    An ejected file takes part in updates again; how it differs from what would be generated now counts as your edit.
    A folder whose record in `.msgen/` is lost or broken gets a new one in the same way. Your files stay as they are.
    """
    from msgen.cli.keeping.adopt import Means
    from msgen.cli.keeping.adopt import adopt as take_back

    take_back(path, Means(blueprints, trust))
