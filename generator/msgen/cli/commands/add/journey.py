"""`msgen add journey`: what a user does, and what it promises."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import Criticality
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add journey buy --entry orders.CreateOrder --peak 20/s",
        "msgen add journey look --entry orders.ListOrders --latency-p99 300ms -n",
    ),
    exits=EXITS,
)


def journey(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="What the user wants: `place-order`.")] = None,
    entry: Annotated[
        list[str] | None,
        typer.Option("--entry", metavar="OPERATION", help="With what it begins; repeatable, in the user's order."),
    ] = None,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Who makes it.")] = None,
    peak: Annotated[
        str | None, typer.Option("--peak", metavar="RATE", help="Rate at the busiest time: `120/s`.")
    ] = None,
    peak_factor: Annotated[
        float | None, typer.Option("--peak-factor", metavar="N", help="Peak load divided by ordinary load.")
    ] = None,
    growth: Annotated[
        str | None, typer.Option("--growth", metavar="PERCENT", help="Growth of the peak, per year.")
    ] = None,
    availability: Annotated[
        str | None, typer.Option("--availability", metavar="PERCENT", help="Share of it that has to succeed.")
    ] = None,
    latency_p99: Annotated[
        str | None, typer.Option("--latency-p99", metavar="DURATION", help="99 of 100 are faster.")
    ] = None,
    criticality: Annotated[
        Criticality | None, typer.Option("--criticality", metavar="high|normal", help="Its weight.")
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add a critical user journey, with what it promises.

    Availability, latency and load of the design are computed for journeys.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.journey import KIND
    from msgen.cli.adding.run import add

    answers = given(
        name=name, entry=entry, actor=actor, peak=peak, peak_factor=peak_factor, growth=growth,
        availability=availability, latency_p99=latency_p99, criticality=criticality,
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
