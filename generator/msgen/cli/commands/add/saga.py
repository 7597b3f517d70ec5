"""`msgen add saga`: steps over several services, and what undoes them."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import Isolation, Style
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add saga pay --trigger OrderPlaced --step 'pay: payments.CreatePayment'",
        "msgen add saga s --trigger OrderPlaced --step 'p: payments.CreatePayment' -n",
    ),
    exits=EXITS,
)


def saga(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="What it brings about: `place-order`.")] = None,
    trigger: Annotated[str | None, typer.Option("--trigger", metavar="EVENT", help="The event that starts it.")] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step",
            metavar="TEXT",
            help="`pay: payments.Pay, compensate payments.Refund, timeout 5s`, or with `pivot`; repeatable, in order.",
        ),
    ] = None,
    coordinator: Annotated[
        str | None, typer.Option("--coordinator", metavar="SERVICE", help="Who drives it; the trigger's publisher.")
    ] = None,
    deadline: Annotated[str | None, typer.Option("--deadline", metavar="DURATION", help="Time for all steps.")] = None,
    style: Annotated[
        Style | None,
        typer.Option("--style", metavar="orchestration|choreography", help="Driven by one service, or by events."),
    ] = None,
    isolation: Annotated[
        Isolation | None,
        typer.Option("--isolation", metavar="lock|version|none", help="What keeps two sagas off one aggregate."),
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add a saga to the spec.

    It drives its steps in their order, and undoes them where one fails before the pivot.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.saga import KIND
    from msgen.cli.adding.run import add

    answers = given(
        name=name, trigger=trigger, step=step, coordinator=coordinator, deadline=deadline, style=style,
        isolation=isolation,
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
