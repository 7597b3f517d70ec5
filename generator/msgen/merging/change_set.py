"""What is to happen to each path, decided but not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgen.merging.destination import Existing
from msgen.merging.journal.writes import Write
from msgen.merging.lock import PendingKind

if TYPE_CHECKING:
    from msgen.merging.text import How

Action = Literal["create", "update", "merge", "conflict", "keep", "delete", "identical"]


class Stages(NamedTuple):
    """The sides of a conflict, as git keeps them in its index until it is settled."""

    base: Existing | None
    yours: Existing | None
    theirs: Existing | None


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    """Below the destination; of a file that moves, the new one."""
    action: Action
    writes: tuple[Write, ...] = ()
    moved_from: str = ""
    note: str = ""
    """What a person should know about it."""
    hunks: int = 0
    """Changes of the new version that were merged into it."""
    clashes: int = 0
    """Changes of the new version that did not fit."""
    how: How = "lines"
    """The step of the merge that gave the result."""
    pending: PendingKind | None = None
    """What it leaves for a person."""
    side: str = ""
    """The path of a file beside it that holds what did not fit."""
    stages: Stages | None = None
    is_absent: bool = False
    """Nothing stands there, because a person deleted it or put something else in its place."""
    obstacle: str = ""
    """What keeps the path from being written, if anything does."""
    renamed: tuple[int, ...] = ()
    """Lines of a person's file in which a declared rename changed a name, counted as they are afterwards."""
    is_input: bool = False
    """It is a file that the system is generated from."""
    blueprint: str = ""
    """What a first run generates it from; empty for inputs, the record and compiled contracts."""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    changes: tuple[Change, ...]
    """Sorted by path."""
    record: tuple[Write, ...] = ()
    """What is written beside, into `.msgen/` and the numbers."""
    identical: int = 0
    """How many files stay as they are, beside those among `changes`."""

    def having(self, *actions: Action) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.action in actions)

    @property
    def writes(self) -> tuple[Write, ...]:
        """One for each path: what moves away may leave its place to what moves there."""
        found: dict[str, Write] = {}
        for write in (*(write for change in self.changes for write in change.writes), *self.record):
            other = found.get(write.path)
            found[write.path] = write if other is None else _joined(other, write)
        return tuple(found.values())

    @property
    def counts(self) -> Mapping[Action, int]:
        return counted(self.changes, self.identical)


def counted(changes: Iterable[Change], identical: int) -> Mapping[Action, int]:
    """How many changes there are of each kind, where `identical` files more stay as they are."""
    counts = Counter(change.action for change in changes)
    if identical:
        counts["identical"] += identical
    return counts


def _joined(first: Write, second: Write) -> Write:
    return Write(
        first.path, first.before or second.before, first.after or second.after, first.moved_from or second.moved_from
    )
