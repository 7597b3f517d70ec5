"""What was done, or would be, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.change_set import Action, Change, ChangeSet

SHOWN: tuple[Action, ...] = ("create", "update", "merge", "conflict", "keep", "delete")
"""The words for what is worth a line."""
_WIDTH = max(map(len, SHOWN))


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an `apply`."""

    destination: Path
    counts: Mapping[Action, int]
    written: tuple[str, ...]
    """Paths created or replaced, sorted."""
    kept: tuple[str, ...] = ()
    """Paths that were there and stay as they are, sorted."""


def summary(change_set: ChangeSet) -> str:
    """One line per path that changes or is in the way, then the counts."""
    lines = [line(change) for change in change_set.having(*SHOWN)]
    return "\n".join([*lines, counts_line(change_set.counts)])


def line(change: Change) -> str:
    """What becomes of one path."""
    origin = f" from {change.moved_from}" if change.moved_from else ""
    merged = f" ({_counted(change.hunks, 'hunk')})" if change.action == "merge" and change.hunks else ""
    clashes = f" ({_counted(change.clashes, 'place')})" if change.action == "conflict" and change.clashes else ""
    note = f": {change.note}" if change.note else ""
    return f"{change.action:>{_WIDTH}}  {change.path}{origin}{merged}{clashes}{note}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def counts_line(counts: Mapping[Action, int]) -> str:
    """Every word that occurs, with its count."""
    occurring = [f"{counts[action]} {action}" for action in (*SHOWN, "identical") if counts.get(action)]
    return ", ".join(occurring) or "nothing to do"
