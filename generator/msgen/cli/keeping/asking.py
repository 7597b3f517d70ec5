"""Asks at the terminal how something is to be settled."""

from __future__ import annotations

import sys
from typing import get_args

import typer

from msgen.cli.usage import UsageError
from msgen.merging.keeping.settling import Choice
from msgen.merging.lock import Pending
from msgen.merging.threeway.pending import BEGIN
from msgen.merging.threeway.repository import Repository

CHOICES: tuple[Choice, ...] = get_args(Choice)
_SKIP = "skip"


def asked(shown: str, entry: Pending, repository: Repository) -> Choice | None:
    """What somebody typed; None for what is to wait. Raises where nobody sits at a terminal."""
    if not sys.stdin.isatty():
        options = ", ".join(f"`--{each}`" for each in CHOICES)
        raise UsageError(f"`{shown}` waits for you, and nobody says how to settle it", f"add one of {options}")
    choices = CHOICES if entry.kind == "conflict" else CHOICES[:2]
    typer.echo(f"{shown}: {_what(entry, repository)}", err=True)
    while True:
        typed = typer.prompt(f"  {', '.join(choices)} or {_SKIP}", err=True).strip().lower()
        if typed == _SKIP:
            return None
        if typed in choices:
            return choices[choices.index(typed)]


def _what(entry: Pending, repository: Repository) -> str:
    found = repository.standing.read(entry.path)
    if entry.kind != "conflict" or found is None:
        return {"side file": "the new version lies beside it"}.get(entry.kind, "it is generated no more")
    places = sum(line.rstrip(b"\r") == BEGIN for line in found.content.split(b"\n"))
    return f"conflict, {places} place{'' if places == 1 else 's'}"
