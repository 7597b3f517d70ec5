"""`msgen resolve`: conflicts, side files and orphans of an update, settled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section
from msgen.cli.usage import UsageError

if TYPE_CHECKING:
    from msgen.merging.keeping.settling import Choice

PAGE = Page(
    section=Section.GENERATE,
    examples=("msgen resolve README.md --theirs", "msgen resolve services --ours"),
    exits={
        exit_codes.DONE: "settled",
        exit_codes.USAGE: "wrong usage, nothing waits there, or it cannot be settled so",
        exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
        exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
    },
)


def resolve(
    path: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="What waits for you, or folders with all below them.")
    ],
    ours: Annotated[bool, typer.Option("--ours", help="Keep your version.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Take the generated version.")] = False,
    union: Annotated[bool, typer.Option("--union", help="Keep both, yours first; for conflicts in a text.")] = False,
) -> None:
    """Settle what an update left to you.

    In a conflict only the marked places change. Of a file beside yours (`NAME.msgen-new`, `NAME.rej`) `--ours` removes
    it and `--theirs` puts the generated version in your file's place. A file that is generated no more becomes yours
    with `--ours` and goes with `--theirs`. Without an option, you are asked at the terminal.
    """
    from msgen.cli.keeping.resolve import resolve as settle

    choices: dict[Choice, bool] = {"ours": ours, "theirs": theirs, "union": union}
    chosen = [choice for choice, given in choices.items() if given]
    if len(chosen) > 1:
        named = " and ".join(f"`--{choice}`" for choice in chosen)
        raise UsageError(f"{named} exclude each other", "give one of them")
    settle(path, chosen[0] if chosen else None)
