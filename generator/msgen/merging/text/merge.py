"""Three versions of one text become one, by the first of several steps that leaves nothing to choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgen.merging.text.anchor import Anchor, united
from msgen.merging.text.by_lines import merge_lines
from msgen.merging.text.layout import merge_without_layout
from msgen.merging.text.losses import lost_lines
from msgen.merging.text.merged import Merged
from msgen.merging.text.structure import merge_structure
from msgen.merging.text.style import Step, in_plain_style
from msgen.merging.text.whitespace import merge_without_whitespace


def merge_text(base: bytes, yours: bytes, theirs: bytes, *, path: str, anchors: Sequence[Anchor] = ()) -> Merged:
    """Merge what `yours` and `theirs` made of `base`; every line that is only in yours stays, whatever the input."""
    best = merge_lines(base, yours, theirs)
    for step in _steps(path):
        if not best.clashes:
            break
        better = step(base, yours, theirs)
        if better and better.at_stake < best.at_stake and _keeps(base, yours, better, path):
            best = better
    return united(best, [anchor for anchor in anchors if anchor.concerns(path)])


def _keeps(base: bytes, yours: bytes, merged: Merged, path: str) -> bool:
    return not lost_lines(base, yours, [merged.ours()], how=merged.how, path=path)


def _steps(path: str) -> Iterator[Step]:
    yield merge_without_whitespace
    yield partial(in_plain_style, partial(merge_without_layout, path=path))
    yield partial(in_plain_style, partial(merge_without_layout, path=path, whole_lists=True))
    yield partial(in_plain_style, partial(merge_structure, path=path))
