"""What is to happen to each path, decided but not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from msgen.merging.destination import Existing
from msgen.rendering.tree import File

Action = Literal["create", "update", "conflict", "keep", "identical"]


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    action: Action
    before: Existing | None
    """What was found there when the change was decided."""
    after: File
    """What msgen would have there."""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    changes: tuple[Change, ...]
    """Sorted by path."""

    def having(self, *actions: Action) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.action in actions)

    @property
    def writes(self) -> tuple[Change, ...]:
        return self.having("create", "update")

    @property
    def counts(self) -> Mapping[Action, int]:
        return Counter(change.action for change in self.changes)
