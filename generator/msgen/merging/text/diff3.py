"""What became of a sequence that two sides changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msgen.merging.text.matching import Hunk, hunks

Kind = Literal["same", "yours", "theirs", "both", "clash"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the three sequences: who changed it, and where it stands in each.

    `both` is the same change made twice. Changes that touch each other are one `clash`: at least one
    common item stands between two chunks that differ from the base.
    """

    kind: Kind
    base: slice
    yours: slice
    theirs: slice


@dataclass(frozen=True, slots=True)
class _Side:
    """A change, whose it is, and how far that side has run ahead of the base behind it."""

    hunk: Hunk
    mine: bool

    @property
    def order(self) -> tuple[int, int]:
        return self.hunk.left_start, self.hunk.left_end


def diff3(base: Sequence[Hashable], yours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[Chunk]:
    """The chunks in order; each of the three sequences is covered once, without a gap."""
    chunks: list[Chunk] = []
    at = at_yours = at_theirs = 0
    for group in _groups(_sides(base, yours, theirs)):
        start, end = group[0].hunk.left_start, max(side.hunk.left_end for side in group)
        if start > at:
            gap = start - at
            chunks.append(_same(at, at_yours, at_theirs, gap))
            at_yours, at_theirs = at_yours + gap, at_theirs + gap
        end_yours = at_yours + end - start + _growth(group, mine=True)
        end_theirs = at_theirs + end - start + _growth(group, mine=False)
        where = slice(start, end), slice(at_yours, end_yours), slice(at_theirs, end_theirs)
        chunks.append(Chunk(_kind(group, yours[where[1]], theirs[where[2]]), *where))
        at, at_yours, at_theirs = end, end_yours, end_theirs
    if at < len(base):
        chunks.append(_same(at, at_yours, at_theirs, len(base) - at))
    return chunks


def _sides(base: Sequence[Hashable], yours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[_Side]:
    mine = [_Side(hunk, True) for hunk in hunks(base, yours)]
    others = [_Side(hunk, False) for hunk in hunks(base, theirs)]
    return sorted(mine + others, key=lambda side: side.order)


def _groups(sides: list[_Side]) -> Iterator[list[_Side]]:
    """Changes that overlap or touch belong together."""
    group: list[_Side] = []
    end = 0
    for side in sides:
        if group and side.hunk.left_start > end:
            yield group
            group = []
        end = max(end, side.hunk.left_end) if group else side.hunk.left_end
        group.append(side)
    if group:
        yield group


def _same(base: int, yours: int, theirs: int, length: int) -> Chunk:
    return Chunk("same", slice(base, base + length), slice(yours, yours + length), slice(theirs, theirs + length))


def _growth(group: list[_Side], *, mine: bool) -> int:
    own = [side.hunk for side in group if side.mine is mine]
    return sum(hunk.right_end - hunk.right_start - hunk.left_end + hunk.left_start for hunk in own)


def _kind(group: list[_Side], yours: Sequence[Hashable], theirs: Sequence[Hashable]) -> Kind:
    if all(side.mine for side in group):
        return "yours"
    if not any(side.mine for side in group):
        return "theirs"
    return "both" if list(yours) == list(theirs) else "clash"
