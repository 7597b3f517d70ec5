"""What was done, or would be, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.change_set import Action, ChangeSet

_SHOWN: tuple[Action, ...] = ("create", "update", "conflict", "keep")
_WIDTH = max(map(len, _SHOWN))


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
    lines = [f"{change.action:>{_WIDTH}}  {change.path}" for change in change_set.having(*_SHOWN)]
    return "\n".join([*lines, counts_line(change_set.counts)])


def counts_line(counts: Mapping[Action, int]) -> str:
    """Every word that occurs, with its count."""
    occurring = [f"{counts[action]} {action}" for action in (*_SHOWN, "identical") if counts.get(action)]
    return ", ".join(occurring) or "nothing to do"
