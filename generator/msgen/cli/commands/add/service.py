"""`msgen add service`: a service."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import Authentication, Exposure, Protocol, Role, Store
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add service billing --protocol rest --aggregate 'Invoice: total money'",
        "msgen add service refunds --like payments",
    ),
    exits=EXITS,
)


def service(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="What it is called: `billing`.")] = None,
    context: Annotated[
        str | None, typer.Option("--context", metavar="NAME", help="Its context; one of its own unless given.")
    ] = None,
    like: Annotated[
        str | None, typer.Option("--like", metavar="SERVICE", help="Take over how this one is offered, stored, scaled.")
    ] = None,
    protocol: Annotated[
        list[Protocol] | None,
        typer.Option("--protocol", metavar="rest|grpc", help="How it is offered; repeatable. None makes a worker."),
    ] = None,
    exposure: Annotated[
        Exposure | None,
        typer.Option("--exposure", metavar="internal|partner|public", help="Who can reach it."),
    ] = None,
    auth: Annotated[
        Authentication | None,
        typer.Option("--auth", metavar="none|jwt|oauth2|mtls", help="How a caller proves who it is."),
    ] = None,
    store: Annotated[Store | None, typer.Option("--store", metavar="ENGINE", help="Its database, or `none`.")] = None,
    aggregate: Annotated[
        list[str] | None,
        typer.Option(
            "--aggregate", metavar="TEXT", help="What it keeps: `Invoice: total money, status enum(open|paid)`."
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="TEXT", help="A field of its aggregate: `status: enum(a|b)`; repeatable."),
    ] = None,
    call: Annotated[
        list[str] | None, typer.Option("--call", metavar="TARGET", help="Whom its operations call; repeatable.")
    ] = None,
    publish: Annotated[
        list[str] | None, typer.Option("--publish", metavar="EVENT", help="An event of its own; repeatable.")
    ] = None,
    subscribe: Annotated[
        list[str] | None, typer.Option("--subscribe", metavar="EVENT", help="An event that it handles; repeatable.")
    ] = None,
    role: Annotated[
        Role | None,
        typer.Option("--role", metavar="service|bff|gateway|read-model", help="Its place in the system."),
    ] = None,
    description: Annotated[str | None, typer.Option("--description", metavar="TEXT", help="One sentence.")] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="TEAM", help="Its team, where it is not the context's.")
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add a service to the spec.

    It is written into the file of its context. What the defaults say already is left out.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.service import KIND
    from msgen.cli.adding.run import add

    answers = given(
        name=name, context=context, like=like, protocol=protocol, exposure=exposure, auth=auth, store=store,
        aggregate=aggregate, field=field, call=call, publish=publish, subscribe=subscribe, role=role,
        description=description, owner=owner,
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
