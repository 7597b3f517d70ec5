"""Which items of two sequences correspond.

Items that occur once on each side are matched first, in the longest order they have in common (patience); what lies
between them is matched by the shortest edit (Myers). Both look at a bounded stretch at a time, so that the cost grows
with the length and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

_LONGEST_EDIT = 128
"""After so many insertions and deletions the best start is taken and the search begins anew behind it."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Items `left_start:left_end` of one sequence stand where `right_start:right_end` of the other do."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


@dataclass(frozen=True, slots=True)
class _Box:
    """A stretch of both sequences that is still to be matched."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


Pair = tuple[int, int]


def hunks(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Hunk]:
    """Where two sequences differ, in order; between two hunks stands at least one common item."""
    found: list[Hunk] = []
    at_left = at_right = 0
    for one, other in [*pairs(left, right), (len(left), len(right))]:
        if (one, other) != (at_left, at_right):
            found.append(Hunk(at_left, one, at_right, other))
        at_left, at_right = one + 1, other + 1
    return found


def pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    """The positions of corresponding items, ascending on both sides."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in left]
    b = [numbers.setdefault(item, len(numbers)) for item in right]
    found: list[Pair] = []
    boxes = [_Box(0, len(a), 0, len(b))]
    while boxes:
        box, ends = _without_common_ends(a, b, boxes.pop())
        found += ends
        if box.left_start == box.left_end or box.right_start == box.right_end:
            continue
        anchors = _anchors(a, b, box)
        if anchors:
            found += anchors
            boxes += _gaps(box, anchors)
        else:
            found += _shortest_edit(a, b, box)
    return sorted(found)


def _without_common_ends(a: list[int], b: list[int], box: _Box) -> tuple[_Box, list[Pair]]:
    left, right, left_end, right_end = box.left_start, box.right_start, box.left_end, box.right_end
    found: list[Pair] = []
    while left < left_end and right < right_end and a[left] == b[right]:
        found.append((left, right))
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and a[left_end - 1] == b[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
        found.append((left_end, right_end))
    return _Box(left, left_end, right, right_end), found


def _anchors(a: list[int], b: list[int], box: _Box) -> list[Pair]:
    """Items that occur once on each side, in the longest order both sides share."""
    once = _once(b, box.right_start, box.right_end)
    common = [
        (position, once[item]) for item, position in _once(a, box.left_start, box.left_end).items() if item in once
    ]
    return _longest_ascending(common)


def _once(items: list[int], start: int, end: int) -> dict[int, int]:
    """Position of each item that occurs once, by position."""
    counts = Counter(items[start:end])
    return {items[at]: at for at in range(start, end) if counts[items[at]] == 1}


def _longest_ascending(found: list[Pair]) -> list[Pair]:
    """The longest part of `found`, which ascends on the left, that ascends on the right as well."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(found):
        place = bisect_left(ends, right)
        before.append(tails[place - 1] if place else -1)
        ends[place : place + 1] = [right]
        tails[place : place + 1] = [index]
    chosen: list[Pair] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chosen.append(found[index])
        index = before[index]
    return chosen[::-1]


def _gaps(box: _Box, anchors: list[Pair]) -> Iterator[_Box]:
    left, right = box.left_start, box.right_start
    for one, other in [*anchors, (box.left_end, box.right_end)]:
        if left < one and right < other:
            yield _Box(left, one, right, other)
        left, right = one + 1, other + 1


def _shortest_edit(a: list[int], b: list[int], box: _Box) -> list[Pair]:
    found: list[Pair] = []
    left, right = box.left_start, box.right_start
    while left < box.left_end and right < box.right_end:
        part, left, right = _furthest(a, b, _Box(left, box.left_end, right, box.right_end))
        found += part
    return found


def _furthest(a: list[int], b: list[int], box: _Box) -> tuple[list[Pair], int, int]:
    """The common items on the shortest edit from the start of `box`, and how far it goes."""
    width, height = box.left_end - box.left_start, box.right_end - box.right_start
    reached: dict[int, int] = {1: 0}
    history: list[dict[int, int]] = []
    for edits in range(_LONGEST_EDIT + 1):
        history.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            x = _step(reached, diagonal, edits)
            while x < width and 0 <= x - diagonal < height and _equal(a, b, box, x, diagonal):
                x += 1
            reached[diagonal] = x
            if x >= width and x - diagonal >= height:
                return _trace(box, history, diagonal, x)
    inside = _inside(reached, width, height)
    if not inside:
        return [], box.left_end, box.right_end
    diagonal = max(inside, key=lambda each: 2 * reached[each] - each)
    return _trace(box, history, diagonal, reached[diagonal])


def _equal(a: list[int], b: list[int], box: _Box, x: int, diagonal: int) -> bool:
    return a[box.left_start + x] == b[box.right_start + x - diagonal]


def _step(reached: dict[int, int], diagonal: int, edits: int) -> int:
    down = _comes_down(reached, diagonal, edits)
    return reached[diagonal + 1] if down else reached[diagonal - 1] + 1


def _comes_down(reached: dict[int, int], diagonal: int, edits: int) -> bool:
    """Whether the furthest way to `diagonal` ends with an insertion, not with a deletion."""
    return diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])


def _inside(reached: dict[int, int], width: int, height: int) -> list[int]:
    last = _LONGEST_EDIT % 2
    return [
        diagonal
        for diagonal, x in reached.items()
        if diagonal % 2 == last and 0 <= x <= width and 0 <= x - diagonal <= height
    ]


def _trace(box: _Box, history: list[dict[int, int]], diagonal: int, x: int) -> tuple[list[Pair], int, int]:
    """Walk back from where the edit ended and collect the items that both sides have."""
    end_left, end_right = box.left_start + x, box.right_start + x - diagonal
    found: list[Pair] = []
    for edits in range(len(history) - 1, -1, -1):
        start = _step(history[edits], diagonal, edits)
        while x > start:
            x -= 1
            found.append((box.left_start + x, box.right_start + x - diagonal))
        diagonal += 1 if _comes_down(history[edits], diagonal, edits) else -1
        x = history[edits][diagonal]
    return found, end_left, end_right
