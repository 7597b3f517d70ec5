"""`msgen add event`: something that has happened, for whoever listens."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add event OrderCancelled --publisher orders --subscriber payments",
        "msgen add event PaymentFailed --publisher payments --field 'reason: string'",
    ),
    exits=EXITS,
)


def event(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="What has happened, in the past: `OrderCancelled`.")
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option("--publisher", metavar="NAME", help="A service, or one of its operations: `orders.CancelOrder`."),
    ] = None,
    subscriber: Annotated[
        list[str] | None,
        typer.Option("--subscriber", metavar="NAME", help="A service, or its read model: `history.view`; repeatable."),
    ] = None,
    aggregate: Annotated[
        str | None, typer.Option("--aggregate", metavar="NAME", help="What emits it: the payload has its fields.")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="FIELD", help="The field by which order is kept.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="TEXT", help="A field of the payload: `order_id: uuid`; repeatable."),
    ] = None,
    version: Annotated[int | None, typer.Option("--version", metavar="N", help="Version of the payload.")] = None,
    public: Annotated[bool, typer.Option("--public", help="It is also heard outside the system.")] = False,
    retention: Annotated[
        str | None, typer.Option("--retention", metavar="DURATION", help="How long the broker keeps it.")
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add an event, with who publishes it and who handles it.

    It belongs to the context of its publisher.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.event import KIND
    from msgen.cli.adding.run import add

    answers = given(
        name=name, publisher=publisher, subscriber=subscriber, aggregate=aggregate, key=key, field=field,
        version=version, public=public, retention=retention,
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
