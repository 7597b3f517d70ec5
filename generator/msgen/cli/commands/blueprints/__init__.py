"""`msgen blueprints`: what systems are rendered from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import emit
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_long

PAGE = Page(
    section=Section.TOOL,
    examples=("msgen blueprints", "msgen blueprints --json"),
    exits={
        exit_codes.DONE: "listed",
        exit_codes.USAGE: "wrong usage, or a blueprint that is not what msgen expects",
        exit_codes.ENVIRONMENT: "this installation of msgen lacks its blueprints",
    },
)


def blueprints(
    folder: Annotated[
        Path | None, typer.Option("--blueprints", metavar="DIR", help="Those of this folder instead of msgen's own.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Every blueprint with its folder, for a program.")] = False,
) -> None:
    """List the blueprints.

    Each with its version and what it makes. One that brings code of its own is named as such; it is rendered with
    `--trust` only.
    """
    from shutil import get_terminal_size

    from msgen.cli.blueprint_list import known_blueprints, told
    from msgen.cli.machine import as_json

    found = known_blueprints(folder)
    if json:
        emit(as_json(found))
    else:
        emit_long(told(found, get_terminal_size().columns))
