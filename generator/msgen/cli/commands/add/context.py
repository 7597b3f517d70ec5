"""`msgen add context`: a bounded context."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import Subdomain
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen add context billing", "msgen add context billing --subdomain generic --dry-run"),
    exits=EXITS,
)


def context(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="What it is called: `billing`.")] = None,
    subdomain: Annotated[
        Subdomain | None,
        typer.Option("--subdomain", metavar="core|supporting|generic", help="Its place in the business."),
    ] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", metavar="TEXT", help="One sentence.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="TEAM", help="The team that answers for it.")] = None,
    own_file: Annotated[
        bool, typer.Option("--own-file", help="Give it a file of its own, `contexts/NAME.yaml`.")
    ] = False,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add a bounded context to the spec.

    Where every other context has a file of its own, it gets one as well.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.context import KIND
    from msgen.cli.adding.run import add

    answers = given(name=name, subdomain=subdomain, purpose=purpose, owner=owner, own_file=own_file)
    add(KIND, answers, Wish(spec, dry_run, yes, update))
