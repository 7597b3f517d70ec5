"""`msgen diff`: hand edits, or what an update would bring, as a patch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section
from msgen.cli.usage import UsageError

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen diff", "msgen diff --upstream README.md"),
    exits={
        exit_codes.DONE: "compared",
        exit_codes.FOUND: "there is a difference, and `--exit-code` was given",
        exit_codes.USAGE: "wrong usage, no such path, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the record or the blueprints are missing, or cannot be read",
        exit_codes.UNTRUSTED: "a blueprint brings code and `--trust` was not given",
    },
)


def diff(
    path: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, a service or a system; `.` unless given."),
    ] = None,
    upstream: Annotated[
        bool, typer.Option("--upstream", help="Show what an update would bring, in place of your edits.")
    ] = False,
    stat: Annotated[bool, typer.Option("--stat", help="Only how many lines differ in each file.")] = False,
    name_only: Annotated[bool, typer.Option("--name-only", help="Only the files that differ.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Every file with its patch, for a program.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 where there is a difference.")] = False,
    blueprints: Annotated[
        Path | None,
        typer.Option(
            "--blueprints", metavar="DIR", envvar="MSGEN_BLUEPRINTS", help="Render these instead of msgen's own."
        ),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Let blueprints run the code that they bring.")] = False,
) -> None:
    """Show your edits as a patch.

    They are the difference between what msgen generated last and what stands there now; `git apply` reads it. With
    `--upstream`: the difference between that and what would be generated today.
    """
    from msgen.cli.keeping.diff import Form, Upstream
    from msgen.cli.keeping.diff import diff as compare

    forms = {"--stat": (stat, Form.FIGURES), "--name-only": (name_only, Form.NAMES), "--json": (json, Form.JSON)}
    given = {name: form for name, (wanted, form) in forms.items() if wanted}
    if len(given) > 1:
        raise UsageError(f"{' and '.join(f'`{name}`' for name in given)} exclude each other", "give one of them")
    form = next(iter(given.values()), Form.PATCH)
    code = compare(path or [Path()], Upstream(blueprints, trust) if upstream else None, form, exit_code=exit_code)
    raise typer.Exit(code)
