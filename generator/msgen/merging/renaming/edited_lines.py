"""Lines that a person changed in something else than the names that the design renames in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgen.merging.renaming.parts import joined, parts
from msgen.merging.text.matching import Hunk, Pair, hunks, pairs

_ENOUGH = 0.5
"""The share of a line that stands in what became of it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a line."""

    number: int
    """Of the line until now."""
    at: int | None
    """Where a person's version of it stands; `None` where they deleted it."""
    content: bytes = b""
    """That version with the new names."""


def edited_lines(
    old: Sequence[bytes], mine: Sequence[bytes], renamed: Mapping[int, bytes], kept: Sequence[Pair]
) -> Iterator[Edited]:
    """The edits of those lines of `old` that are `renamed`; `kept` has the lines that a person left as they were.

    A line in which a person changed the very name is none of them.
    """
    for gap in _gaps(kept, len(old), len(mine)):
        free = {at: parts(mine[at]) for at in range(gap.right_start, gap.right_end)}
        for number in range(gap.left_start, gap.left_end):
            if number not in renamed:
                continue
            if gap.right_start == gap.right_end:
                yield Edited(number, None)
            elif found := _likest(old[number], renamed[number], free):
                at, content = found
                del free[at]
                yield Edited(number, at, content)


def _gaps(kept: Sequence[Pair], left: int, right: int) -> Iterator[Hunk]:
    """What stands between lines that were kept."""
    for (one, other), (next_one, next_other) in pairwise([(-1, -1), *kept, (left, right)]):
        if next_one > one + 1:
            yield Hunk(one + 1, next_one, other + 1, next_other)


def _likest(old: bytes, new: bytes, candidates: Mapping[int, Sequence[str]]) -> tuple[int, bytes] | None:
    """What a person made of `old`, with what `new` changes in it, and where it stands."""
    before, now = parts(old), parts(new)
    changes = hunks(before, now)
    needed = {before[at] for change in changes for at in range(change.left_start, change.left_end)}
    best, found = 0.0, None
    for number, mine in candidates.items():
        same = dict(pairs(before, mine)) if needed.issubset(mine) else {}
        likeness = sum(len(before[at].strip()) for at in same) / len(old.strip())
        if likeness >= _ENOUGH and likeness > best and all(_is_whole(change, same) for change in changes):
            best, found = likeness, (number, _with(mine, changes, same, now))
    return found


def _is_whole(change: Hunk, same: Mapping[int, int]) -> bool:
    """A person left all of it, in one piece."""
    places = [same.get(at, -1) for at in range(change.left_start, change.left_end)]
    return bool(places) and -1 not in places and places == [*range(places[0], places[0] + len(places))]


def _with(mine: Sequence[str], changes: Sequence[Hunk], same: Mapping[int, int], now: Sequence[str]) -> bytes:
    result = list(mine)
    for change in reversed(changes):
        start = same[change.left_start]
        result[start : start + change.left_end - change.left_start] = now[change.right_start : change.right_end]
    return joined(result)
