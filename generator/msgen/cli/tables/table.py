"""A table before anybody decides how it looks."""

from __future__ import annotations

from msgspec import Struct

ASSUMED = "~"
"""Ends a figure that rests on a fact that nobody gave."""
UNKNOWN = "?"
"""Stands for a figure without which a fact is missing."""
NONE = "-"
"""Stands where there is no such figure: nothing is promised, a ceiling never breaks."""


class Column(Struct, frozen=True):
    head: str
    """With the unit of its figures, if they have one."""
    is_number: bool = False


class Table(Struct, frozen=True):
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """Sentences that stand below it."""


def text(head: str) -> Column:
    return Column(head)


def figure(head: str) -> Column:
    return Column(head, is_number=True)
