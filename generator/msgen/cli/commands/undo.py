"""`msgen undo`: what the last writing command replaced, put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen undo", "msgen undo services/orders"),
    exits={
        exit_codes.DONE: "undone, or nothing to undo",
        exit_codes.USAGE: "wrong usage, or no such path",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.CHANGED_UNDERNEATH: "files changed since, so nothing was written",
    },
)


def undo(path: Annotated[Path, typer.Argument(metavar="PATH", help="A system, or anything in it.")] = Path()) -> None:
    """Put back what the last writing command replaced.

    Files, modes, links and the record are as they were before it; files that it created are removed. There is one
    level. A command that was interrupted is taken back, where every other writing command would finish it.
    """
    from msgen.cli.output import fail, say
    from msgen.cli.undone import told
    from msgen.cli.usage import UsageError
    from msgen.merging.journal.location import journal_of
    from msgen.merging.journal.run import undo as take_back

    def waiting() -> None:
        say("another msgen writes there; waiting for it to end")

    if not path.exists():
        raise UsageError(f"`{path}` does not exist", "name the folder of a system, or a path in it")
    journal = journal_of(path)
    undone = take_back(journal.destination, home=journal.home, waiting=waiting)
    shown = journal.destination / journal.home
    if undone is None:
        say(f"nothing to undo in `{shown}`")
        return
    for line in told(undone):
        say(line)
    if undone.left:
        left = ", ".join(f"`{path}`" for path in undone.left)
        fail(f"files changed while msgen ran and were left as they are, all others are as before: {left}")
        raise typer.Exit(exit_codes.CHANGED_UNDERNEATH)
    say(f"`{shown}` is as it was before `msgen {undone.command}`")
