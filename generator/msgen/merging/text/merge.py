"""Three versions of one text become one, by the first of several steps that leaves nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence

from msgen.merging.text.anchor import Anchor
from msgen.merging.text.by_lines import merge_lines
from msgen.merging.text.merged import Merged


def merge_text(base: bytes, yours: bytes, theirs: bytes, *, path: str, anchors: Sequence[Anchor] = ()) -> Merged:
    """Merge what `yours` and `theirs` made of `base`; every line that is only in yours stays, whatever the input."""
    return merge_lines(base, yours, theirs)
