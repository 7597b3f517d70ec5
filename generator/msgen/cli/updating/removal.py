"""Asks before a service is removed."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer


def asked_at_the_terminal(services: Iterable[str], fate: str, *, ask: bool) -> set[str]:
    """Those whose name somebody typed; nobody is asked where there is no terminal, or where that was not wanted."""
    if not ask or not sys.stdin.isatty():
        return set()
    confirmed = set()
    for name in services:
        typer.echo(f"the service `{name}` leaves the design; {fate}", err=True)
        typed = typer.prompt(f"type its name to go on [{name}]", default="", show_default=False, err=True)
        if typed.strip() == name:
            confirmed.add(name)
    return confirmed
