"""`msgen add operation`: something that can be asked of a service."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import OperationKind
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add operation orders.CancelOrder --http 'POST /orders/{id}/cancel'",
        "msgen add operation payments.FindPayments --input 'order_id: uuid' --paged",
    ),
    exits=EXITS,
)


def operation(
    name: Annotated[
        str | None, typer.Argument(metavar="SERVICE.NAME", help="The service, and what it is called.")
    ] = None,
    kind: Annotated[
        OperationKind | None,
        typer.Option("--kind", metavar="command|query", help="Does it change something; by its name unless given."),
    ] = None,
    http: Annotated[str | None, typer.Option("--http", metavar="TEXT", help="Method and path in REST.")] = None,
    input_: Annotated[
        list[str] | None,
        typer.Option("--input", metavar="TEXT", help="A field, `order_id: uuid`, or a type; repeatable."),
    ] = None,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="TEXT", help="As `--input`: what comes out.")
    ] = None,
    idempotent: Annotated[bool, typer.Option("--idempotent", help="Twice has the effect of once.")] = False,
    idempotency_key: Annotated[
        str | None,
        typer.Option("--idempotency-key", metavar="NAME", help="The field or header that tells a repeated command."),
    ] = None,
    paged: Annotated[bool, typer.Option("--paged", help="The answer comes in pages.")] = False,
    timeout: Annotated[
        str | None, typer.Option("--timeout", metavar="DURATION", help="Deadline for all of it: `500ms`.")
    ] = None,
    rate_limit: Annotated[
        str | None, typer.Option("--rate-limit", metavar="RATE", help="Most requests accepted: `300/s`.")
    ] = None,
    call: Annotated[
        list[str] | None, typer.Option("--call", metavar="TARGET", help="Whom it calls; repeatable.")
    ] = None,
    publish: Annotated[
        list[str] | None, typer.Option("--publish", metavar="EVENT", help="An event of the service; repeatable.")
    ] = None,
    reads: Annotated[
        list[str] | None, typer.Option("--reads", metavar="AGGREGATE", help="What a query reads; repeatable.")
    ] = None,
    writes: Annotated[
        list[str] | None, typer.Option("--writes", metavar="AGGREGATE", help="What a command changes; repeatable.")
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add an operation to a service.

    Where the operations of the service followed from what it keeps, they are written out as well, so that they stay.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.operation import KIND
    from msgen.cli.adding.run import add

    service, _, own = (name or "").partition(".")
    answers = given(
        service=service or None, name=own or None, kind=kind, http=http, input=input_, output=output,
        idempotent=idempotent, idempotency_key=idempotency_key, paged=paged, timeout=timeout, rate_limit=rate_limit,
        call=call, publish=publish, reads=reads, writes=writes,
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
