"""`msgen lint`: what a careful architect would say about the design."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import emit, say
from msgen.cli.page import Page, Section

if TYPE_CHECKING:
    from msgen.lint.findings import LintResult
    from msgen.spec import Document

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen lint", "msgen lint --fix --diff"),
    exits={
        exit_codes.DONE: "nothing at or above `--fail-on`",
        exit_codes.FOUND: "findings at or above `--fail-on`",
        exit_codes.USAGE: "wrong usage, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.CHANGED_UNDERNEATH: "the spec changed while msgen mended it",
    },
)


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Threshold(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def lint(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC", help="The spec, or the folder of a system; `.` unless given.")
    ] = Path(),
    fix: Annotated[bool, typer.Option("--fix", help="Make every automatic fix in the spec.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="With `--fix`: print the patch and write nothing.")] = False,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            "--choose", metavar="RULE@OBJECT=N", help="With `--fix`: take the N-th of the ways that a finding offers."
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", metavar="text|json|sarif|github", help="For whom the findings are written.")
    ] = Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help="As `--format json`.")] = False,
    fail_on: Annotated[
        Threshold,
        typer.Option("--fail-on", metavar="error|warning|info", help="The least severity that makes the exit code 1."),
    ] = Threshold.ERROR,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Write the present findings as known: from now on only new ones count.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="REF", help="Compare contracts with another state: a git reference or a path."
        ),
    ] = None,
    deploy: Annotated[
        Path | None, typer.Option("--deploy", metavar="PATH", help="Check rendered manifests against the design too.")
    ] = None,
) -> None:
    """Say what a careful architect would object to.

    Every finding has a place, the numbers that it rests on, and what to do about it. `msgen explain RES03` tells more
    about a rule. A finding that is accepted goes into `waivers:` with a reason.
    """
    from msgen.cli.lint_run import LintRun
    from msgen.cli.spec_location import spec_file

    run = LintRun.of(spec_file(spec), against=against, deploy=deploy)
    choices = run.choices(choose or [], fix=fix, diff=diff)
    if fix:
        run.mend(choices, write=not diff)
    if baseline:
        run.write_baseline()
    _print(run.result, run.document, Format.JSON if json else form, is_patch=fix and diff)
    if run.result.fails(fail_on.value):
        raise typer.Exit(exit_codes.FOUND)


def _print(result: LintResult, document: Document, form: Format, *, is_patch: bool) -> None:
    """The findings; beside a patch only how many are left."""
    import sys

    from msgen.cli.output import wants_colour

    if is_patch:
        from msgen.lint.formats.text import summary

        say(summary(result))
        return
    match form:
        case Format.TEXT:
            from msgen.lint.formats.text import text

            emit(text(result, document, colour=wants_colour(sys.stdout)))
        case Format.JSON:
            from msgen.lint.formats.machine import machine

            emit(machine(result, document.folder))
        case Format.SARIF:
            from msgen import __version__
            from msgen.lint.formats.sarif import sarif

            emit(sarif(result, document.folder, __version__))
        case Format.GITHUB:
            from msgen.lint.formats.github import github

            emit(github(result, document.folder))
