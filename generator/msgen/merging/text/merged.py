"""What a merge gives: text, and the places where a person has to choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from msgen.merging.text.lines import split_lines
from msgen.merging.text.regions import Labels, region, union
from msgen.merging.text.unified import unified

How = Literal["lines", "whitespace", "layout", "structure", "union"]


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both sides changed in different ways."""

    base: bytes
    yours: bytes
    theirs: bytes
    line: int
    """Where `base` stands: the number of lines of the base before it."""


Part = bytes | Clash


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file: its parts in order, and how it came about."""

    parts: tuple[Part, ...]
    how: How
    """The step that gave the result; `lines` for a plain merge."""

    applied: int
    """Changes of theirs that are in the result and that yours did not have."""

    base: bytes
    """The text both sides started from, with the line endings of yours."""

    ending: bytes
    """How the lines of yours end."""

    @property
    def clashes(self) -> int:
        return sum(isinstance(part, Clash) for part in self.parts)

    @property
    def at_stake(self) -> int:
        """The lines, of both sides, between which a person has to choose."""
        clashes = [part for part in self.parts if isinstance(part, Clash)]
        return sum(len(split_lines(clash.yours)) + len(split_lines(clash.theirs)) for clash in clashes)

    @property
    def content(self) -> bytes:
        """The text of a merge without a clash."""
        if self.clashes:
            raise ValueError("a merge with clashes has no single content")
        return self.ours()

    def inline(self, labels: Labels) -> bytes:
        """The text with a marked region at each clash; what both sides begin and end with alike stands outside."""
        return self._with(lambda clash: region(clash.base, clash.yours, clash.theirs, labels, self.ending))

    def ours(self) -> bytes:
        """The text with yours at each clash."""
        return self._with(lambda clash: clash.yours)

    def theirs(self) -> bytes:
        """The text with theirs at each clash."""
        return self._with(lambda clash: clash.theirs)

    def union(self) -> bytes:
        """The text with both sides at each clash, yours first."""
        return self._with(lambda clash: union(clash.yours, clash.theirs, self.ending))

    def rejects(self, path: str) -> bytes:
        """A patch to the base with the changes of theirs that are not in `ours()`; empty where there are none."""
        return unified(path, self.base, self._base_with_clashing_changes())

    def _base_with_clashing_changes(self) -> bytes:
        lines = split_lines(self.base)
        kept: list[bytes] = []
        at = 0
        for clash in self.parts:
            if isinstance(clash, Clash):
                kept += [*lines[at : clash.line], clash.theirs]
                at = clash.line + len(split_lines(clash.base))
        return b"".join([*kept, *lines[at:]])

    def _with(self, chosen: Callable[[Clash], bytes]) -> bytes:
        return b"".join(part if isinstance(part, bytes) else chosen(part) for part in self.parts)
