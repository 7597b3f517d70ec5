"""The regions that msgen wrote into a file: whether they are still there, and taking one side of them.

A region is known by its labels and its structure, so that text which merely looks like markers is none.
"""

from __future__ import annotations

import re
from typing import Literal

from msgen.merging.text.lines import line_ending, split_lines
from msgen.merging.text.regions import BEGIN, FINISH, ORIGIN, SPLIT, Labels, union

Side = Literal["yours", "theirs", "union"]

_OPEN = re.compile("B[OS]+F?|BF|[OS]+F")
"""A whole region, or one from which a person removed only some of the markers."""


def has_markers(content: bytes, labels: Labels) -> bool:
    return open_regions(content, labels) > 0


def open_regions(content: bytes, labels: Labels) -> int:
    """How many regions with these labels are left in `content`, half removed ones included."""
    kinds = {_begin(labels): "B", ORIGIN: "O", SPLIT: "S", _finish(labels): "F"}
    seen = "".join(kinds.get(line.rstrip(b"\r\n"), "") for line in split_lines(content))
    return len(_OPEN.findall(seen))


def settle(content: bytes, labels: Labels, side: Side) -> bytes:
    """`content` with one side, or both, in place of each whole region; all else is left as it is."""
    ending = line_ending(content)

    def taken(region: re.Match[bytes]) -> bytes:
        yours, theirs = region["yours"], region["theirs"]
        if side == "union":
            return union(yours, theirs, ending)
        return yours if side == "yours" else theirs

    return _whole_region(labels).sub(taken, content)


def _whole_region(labels: Labels) -> re.Pattern[bytes]:
    begin, finish = re.escape(_begin(labels)), re.escape(_finish(labels))
    return re.compile(
        rb"^" + begin + rb"\r?\n(?P<yours>(?:(?!^" + begin + rb"\r?\n).)*?)"
        rb"^\|{7}\r?\n.*?"
        rb"^={7}\r?\n(?P<theirs>.*?)"
        rb"^" + finish + rb"(?:\r?\n|\Z)",
        re.DOTALL | re.MULTILINE,
    )


def _begin(labels: Labels) -> bytes:
    return BEGIN + b" " + labels.yours.encode()


def _finish(labels: Labels) -> bytes:
    return FINISH + b" " + labels.theirs.encode()
