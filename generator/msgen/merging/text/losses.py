"""What a person wrote and a merge would drop: a result that loses anything is not used."""

from __future__ import annotations

from msgen.merging.text.layout import said_by_yours
from msgen.merging.text.lines import split_lines
from msgen.merging.text.merged import Clash, Merged
from msgen.merging.text.style import plain


def lost_lines(base: bytes, yours: bytes, merged: Merged, path: str) -> list[bytes]:
    """The lines of yours that are not in `base` and neither in the text nor in a clash of `merged`.

    Line endings, trailing whitespace and empty lines are nobody's; where the merge looked through the layout,
    neither are lines that only lay out what `base` says.
    """
    present = _written(base)
    for part in merged.parts:
        present |= _written(part.yours if isinstance(part, Clash) else part)
    own = yours if merged.how in ("lines", "whitespace") else said_by_yours(plain(base), plain(yours), path)
    return sorted(_written(own) - present)


def _written(text: bytes) -> set[bytes]:
    return {line.rstrip() for line in split_lines(text)} - {b""}
