"""`msgen add call`: one operation waits for another."""

from __future__ import annotations

from typing import Annotated

import typer

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.command_values import FallbackKind
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=(
        "msgen add call payments.CreatePayment orders.GetOrder --timeout 300ms",
        "msgen add call payments.GetPayment orders.GetOrder --fallback cache --ttl 30s",
    ),
    exits=EXITS,
)


def call(
    from_: Annotated[
        str | None, typer.Argument(metavar="FROM", help="Who calls: an operation, or a service for all of its own.")
    ] = None,
    to: Annotated[
        str | None, typer.Argument(metavar="TO", help="Whom: an operation, a service or an external system.")
    ] = None,
    timeout: Annotated[
        str | None, typer.Option("--timeout", metavar="DURATION", help="The longest that one try may take.")
    ] = None,
    attempts: Annotated[
        int | None, typer.Option("--attempts", metavar="N", help="Tries, the first one included.")
    ] = None,
    fallback: Annotated[
        FallbackKind | None,
        typer.Option(
            "--fallback", metavar="KIND", help="What answers in its place: `cache`, `ignore`, `static`, `function`."
        ),
    ] = None,
    ttl: Annotated[
        str | None, typer.Option("--ttl", metavar="DURATION", help="The oldest answer that the cache may give.")
    ] = None,
    bulkhead: Annotated[
        int | None, typer.Option("--bulkhead", metavar="N", help="Calls in flight at once, per pod.")
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="NAME", help="Calls of one group run in parallel.")
    ] = None,
    per_request: Annotated[
        float | None, typer.Option("--per-request", metavar="N", help="Calls per request of the caller.")
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="THEIRS=OURS", help="Where a field of the callee's input comes from."),
    ] = None,
    spec: Spec = ".",
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Update = False,
) -> None:
    """Add a synchronous call.

    Timeout, tries, breaker and bulkhead follow from the design where they are not given.
    """
    from msgen.cli.adding.answers import given
    from msgen.cli.adding.kinds.call import KIND
    from msgen.cli.adding.run import add

    answers = given(
        to=to, per_request=per_request, timeout=timeout, attempts=attempts, fallback=fallback, ttl=ttl,
        bulkhead=bulkhead, group=group,
        **{"from": from_, "with": with_},
    )  # fmt: skip
    add(KIND, answers, Wish(spec, dry_run, yes, update))
