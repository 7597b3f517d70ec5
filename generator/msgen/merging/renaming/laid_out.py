"""Statements that have other line breaks now, since a name in them became longer or shorter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgen.merging.text.lines import split_lines
from msgen.merging.text.matching import hunks, pairs

_BLANK = re.compile(rb"\s+")
_LAST_COMMA = re.compile(rb",(?=[)\]}])")


def laid_out(base: bytes, yours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
    """`base` with such statements of Python as `theirs` has them; `yours` too, where a person left them as they were.

    So an edit of one is the only change of it, and stays on the lines that a person wrote.
    """
    old, mine, new = map(split_lines, (base, yours, theirs))
    kept = dict(pairs([line.rstrip() for line in old], [line.rstrip() for line in mine]))
    for change in reversed(hunks(old, new)):
        was, now = old[change.left_start : change.left_end], new[change.right_start : change.right_end]
        if not was or _said(was) != _said(now):
            continue
        old[change.left_start : change.left_end] = now
        places = [kept.get(number, -1) for number in range(change.left_start, change.left_end)]
        if places == [*range(places[0], places[0] + len(places))] and -1 not in places:
            ending = mine[places[-1]][len(mine[places[-1]].rstrip()) :]
            mine[places[0] : places[-1] + 1] = [line.rstrip() + ending for line in now]
    return b"".join(old), b"".join(mine)


def _said(lines: Sequence[bytes]) -> bytes:
    return _LAST_COMMA.sub(b"", _BLANK.sub(b"", b"".join(lines)))
