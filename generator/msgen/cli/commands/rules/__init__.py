"""`msgen rules`: what lint looks for."""

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
    examples=("msgen rules", "msgen rules --json"),
    exits={
        exit_codes.DONE: "listed",
        exit_codes.USAGE: "wrong usage, or rules of the house that cannot be used",
    },
)


def rules(
    spec: Annotated[
        Path, typer.Option("--spec", metavar="FILE", help="The spec, or the folder of a system; `.` unless given.")
    ] = Path(),
    json: Annotated[bool, typer.Option("--json", help="Every rule with its condition, for a program.")] = False,
) -> None:
    """List the rules of lint.

    Those of msgen by family, then those of the house: of `rules/*.yaml` beside the spec, and of installed packages.
    """
    from msgen.cli.machine import as_json
    from msgen.cli.rule_list import known_rules, told

    found = known_rules(spec if spec.is_dir() else spec.parent)
    if json:
        emit(as_json(found))
    else:
        emit_long(told(found))
