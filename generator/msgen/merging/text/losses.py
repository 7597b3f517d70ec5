"""What a person wrote and a merge would drop: a result that loses anything is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgen.merging.text.layout import said_by_yours
from msgen.merging.text.lines import split_lines
from msgen.merging.text.merged import Clash, Merged
from msgen.merging.text.style import plain

_WORD = re.compile(rb"[^\s,()\[\]{}\"'\\]+")


def lost_lines(base: bytes, yours: bytes, merged: Merged, path: str) -> list[bytes]:
    """The lines of yours that are not in `base` and neither in the text nor in a clash of `merged`.

    Line endings, trailing whitespace and empty lines are nobody's. Where the merge looked through the layout, neither
    are lines that only lay out what `base` says, and a line is there if its words are.
    """
    present = [base, *(part.yours if isinstance(part, Clash) else part for part in merged.parts)]
    known = {line for text in present for line in _lines(text)}
    if merged.how in ("lines", "whitespace"):
        return sorted(set(_lines(yours)) - known)
    own = set(_lines(said_by_yours(plain(base), plain(yours), path))) - known
    words = {word for text in present for word in _WORD.findall(text)}
    return sorted(line for line in own if not words.issuperset(_WORD.findall(line)))


def _lines(text: bytes) -> Iterator[bytes]:
    return (line.rstrip() for line in split_lines(text) if line.strip())
