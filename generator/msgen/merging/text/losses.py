"""What a person wrote and a merge would drop: a result that loses anything is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgen.merging.text.layout import said_by_yours
from msgen.merging.text.lines import split_lines
from msgen.merging.text.merged import How
from msgen.merging.text.style import plain

_WORD = re.compile(rb"[^\s,()\[\]{}\"'\\]+")


def lost_lines(base: bytes, yours: bytes, results: Sequence[bytes], *, how: How, path: str) -> list[bytes]:
    """The lines of yours that stand neither in `base` nor in any of `results`, which a merge of kind `how` gave.

    Line endings, trailing whitespace and empty lines are nobody's. Where the merge looked through the layout, neither
    are lines that only lay out what `base` says, and a line is there if its words are.
    """
    present = [base, *results]
    known = {line for text in present for line in _lines(text)}
    if how in ("lines", "whitespace"):
        return sorted(set(_lines(yours)) - known)
    own = set(_lines(said_by_yours(plain(base), plain(yours), path))) - known
    words = {word for text in present for word in _WORD.findall(text)}
    return sorted(line for line in own if not words.issuperset(_WORD.findall(line)))


def _lines(text: bytes) -> Iterator[bytes]:
    return (line.rstrip() for line in split_lines(text) if line.strip())
