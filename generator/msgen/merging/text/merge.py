"""Three versions of one text become one, by the first of several steps that leaves nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence

from msgen.merging.text.anchor import Anchor
from msgen.merging.text.by_lines import merge_lines
from msgen.merging.text.losses import lost_lines
from msgen.merging.text.merged import Merged
from msgen.merging.text.whitespace import merge_without_whitespace


def merge_text(base: bytes, yours: bytes, theirs: bytes, *, path: str, anchors: Sequence[Anchor] = ()) -> Merged:
    """Merge what `yours` and `theirs` made of `base`; every line that is only in yours stays, whatever the input."""
    best = merge_lines(base, yours, theirs)
    if not best.clashes:
        return best
    better = merge_without_whitespace(base, yours, theirs)
    if better.at_stake < best.at_stake and not lost_lines(base, yours, better):
        best = better
    return best
