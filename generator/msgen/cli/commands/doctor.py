"""`msgen doctor`: is everything there, and does it work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import emit, wants_colour
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.TOOL,
    examples=("msgen doctor", "msgen doctor --json"),
    exits={
        exit_codes.DONE: "nothing failed",
        exit_codes.USAGE: "wrong usage",
        exit_codes.ENVIRONMENT: "something failed that msgen needs",
    },
)


def doctor(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A spec, or the folder of a system; `.` unless given.")
    ] = Path(),
    blueprints: Annotated[
        Path | None, typer.Option("--blueprints", metavar="DIR", help="Look at these instead of msgen's own.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Every check and setting, for a program.")] = False,
) -> None:
    """Say whether everything is there that msgen needs, and works.

    Tools with their versions, Python, blueprints, rules of the house, the spec with its baseline and record, the
    folders that msgen writes to, and every setting with where it comes from. Each thing that is wrong has its fix.
    """
    from msgen.cli.assembly import assembled
    from msgen.cli.health.checkup import checkup
    from msgen.cli.health.installation import installation
    from msgen.cli.health.settings import settings, strange_variables
    from msgen.cli.health.system import system
    from msgen.cli.health.text import text
    from msgen.cli.health.tools import tools
    from msgen.cli.machine import as_json
    from msgen.cli.settings.file import settings_file

    program = assembled()
    folder = path if path.is_dir() else path.parent
    checks = (*installation(blueprints, folder), *tools(), *system(path), *strange_variables(program))
    found = checkup(checks, tuple(settings(program, settings_file(Path.cwd()))))
    emit(as_json(found) if json else text(found, colour=wants_colour(sys.stdout)))
    if found.counts.failed:
        raise typer.Exit(exit_codes.ENVIRONMENT)
