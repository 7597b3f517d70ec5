"""`msgen update`: a system and its changed spec, or changed blueprints, brought together again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen update", "msgen update --check"),
    exits={
        exit_codes.DONE: "done, or nothing to do",
        exit_codes.FOUND: "conflicts or other paths wait for you; with `--check` also an update that is due",
        exit_codes.USAGE: "wrong usage, an unreadable spec, or a removal that was not confirmed",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, a repository, space, rights",
        exit_codes.UNTRUSTED: "a blueprint brings code and `--trust` was not given",
        exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
    },
)


class Conflict(StrEnum):
    INLINE = "inline"
    REJ = "rej"
    OURS = "ours"
    FAIL = "fail"


class Summary(StrEnum):
    MARKDOWN = "markdown"


def update(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A system, or a service in it: then only that one.")
    ] = Path(),
    check: Annotated[bool, typer.Option("--check", help="Only say whether an update is due; for CI.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print what would be done to each file, and do nothing.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what would change in each file, and do nothing.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="SERVICE", help="Leave all other services; repeatable.")
    ] = None,
    conflict: Annotated[
        Conflict,
        typer.Option(
            "--conflict",
            metavar="inline|rej|ours|fail",
            help="Show a conflict in the file, put it beside it, keep yours, or write nothing.",
        ),
    ] = Conflict.INLINE,
    blueprints: Annotated[
        Path | None,
        typer.Option(
            "--blueprints", metavar="DIR", envvar="MSGEN_BLUEPRINTS", help="Render these instead of msgen's own."
        ),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Let blueprints run the code that they bring.")] = False,
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="NAME", help="This service is meant to be removed; repeatable."),
    ] = None,
    purge: Annotated[bool, typer.Option("--purge", help="Remove also the edited files of a removed service.")] = False,
    branch: Annotated[
        str | None,
        typer.Option("--branch", metavar="NAME", help="Commit the changes to a new branch of each repository."),
    ] = None,
    summary: Annotated[
        Summary | None, typer.Option("--summary", metavar="markdown", help="Print a summary for a pull request.")
    ] = None,
) -> None:
    """Bring a system up to its spec and to the blueprints, and keep every edit.

    What you wrote is merged with what changed. Where both changed the same lines, both stand in the file, and the
    path waits for `msgen resolve`. All of it is written or nothing; `msgen undo` goes back.
    """
    from msgen.cli.updating.run import Run, run

    code = run(
        Run(
            path=path,
            check=check,
            dry_run=dry_run,
            diff=diff,
            as_json=json_,
            ask=not yes,
            only=tuple(only or ()),
            conflicts=conflict.value,
            blueprints=blueprints,
            trust=trust,
            confirmed=tuple(confirm or ()),
            purge=purge,
            branch=branch,
            summary=summary is not None,
        )
    )
    raise typer.Exit(code)
