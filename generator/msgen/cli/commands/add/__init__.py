"""`msgen add`: something new in the spec."""

from __future__ import annotations

from msgen.cli.adding.wish import EXITS, DryRun, Spec, Update, Wish, Yes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen add service billing", "msgen add call payments.GetPayment orders.GetOrder --dry-run"),
    exits=EXITS,
)


def add(spec: Spec = ".", dry_run: DryRun = False, yes: Yes = False, update: Update = False) -> None:
    """Add something to the spec.

    The spec is edited in its text: comments, order and every line that has nothing to do with it stay as they are.
    At a terminal it asks for what is missing. Nothing is written where the spec would not be valid.
    """
    from msgen.cli.adding.picked import picked
    from msgen.cli.adding.run import add as carry_out

    wish = Wish(spec, dry_run, yes, update)
    carry_out(picked(wish), {}, wish)
