"""What every `msgen add` can be told."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec import Struct

from msgen.cli import exit_codes

EXITS = {
    exit_codes.DONE: "added",
    exit_codes.FOUND: "with `--update`: conflicts or other paths wait for you",
    exit_codes.USAGE: "wrong usage, an unreadable spec, or one that would not be valid",
    exit_codes.ENVIRONMENT: "the environment lacks something: a record, space, rights",
    exit_codes.UNTRUSTED: "with `--update`: a blueprint brings code",
    exit_codes.CHANGED_UNDERNEATH: "files changed while msgen ran",
}

Spec = Annotated[
    str,
    typer.Option(
        "--spec",
        metavar="FILE|-",
        help="The spec, or the folder of a system; `.` unless given. `-` reads it from stdin and prints the new one.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Print what would change in the spec, and write nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing.")]
Update = Annotated[bool, typer.Option("--update", help="Bring the system up to the new spec at once.")]


class Wish(Struct, frozen=True):
    spec: str = "."
    dry_run: bool = False
    yes: bool = False
    update: bool = False

    @property
    def is_filter(self) -> bool:
        """From stdin to stdout."""
        return self.spec == "-"
