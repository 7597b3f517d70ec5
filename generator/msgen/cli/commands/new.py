"""`msgen new`: a system from a spec."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen new shop --spec shop.yaml", "msgen new --sample bistro --dry-run", "msgen new market --yes"),
    exits={
        exit_codes.DONE: "generated, or there already from the same spec",
        exit_codes.USAGE: "wrong usage, an unreadable spec, or files in the way",
        exit_codes.ENVIRONMENT: "the environment lacks something: space, rights, a part of msgen",
        exit_codes.UNTRUSTED: "a blueprint brings code and `--trust` was not given",
        exit_codes.CHANGED_UNDERNEATH: "the destination changed while msgen ran",
    },
)


class Layout(StrEnum):
    MONO_REPO = "mono-repo"
    MULTI_REPO = "multi-repo"


def new(
    destination: Annotated[
        Path | None,
        typer.Argument(
            metavar="DEST",
            help="Where to; `./<name>` unless given, or `.` if that holds `msgen.yaml`; `-` writes a tar to stdout.",
        ),
    ] = None,
    spec: Annotated[
        str | None, typer.Option("--spec", metavar="FILE|-", help="The spec; `-` reads it from stdin.")
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option(
            "--sample", metavar="NAME", help="Start from one of `minimal`, `bookinfo`, `online-boutique`, `bistro`."
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: without a spec every answer is the default.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print what would be done to each file, and do nothing.")
    ] = False,
    layout: Annotated[
        Layout | None,
        typer.Option(
            "--layout", metavar="mono-repo|multi-repo", help="One repository or one per service; written into the spec."
        ),
    ] = None,
    blueprints: Annotated[
        Path | None,
        typer.Option(
            "--blueprints", metavar="DIR", envvar="MSGEN_BLUEPRINTS", help="Render these instead of msgen's own."
        ),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Let blueprints run the code that they bring.")] = False,
) -> None:
    """Make a system: by answering questions, or from a spec.

    Without `--spec` and `--sample` it asks; Ctrl-C saves the answers, and the same command goes on with them. What
    comes out is `msgen.yaml` and every service with its contracts and charts. All of it is written or nothing.
    Findings about the design are told and stop nothing.
    """
    from msgen.cli.creating.prepared import Wishes
    from msgen.cli.creating.run import Run, run

    wishes = Wishes(layout.value if layout else None, blueprints, trust)
    run(Run(destination, spec, sample, yes, dry_run, wishes))
