"""Edits of theirs, found key by key, made in the text of yours: what they do not concern keeps every byte."""

from __future__ import annotations

from msgen.merging.text.by_lines import joined
from msgen.merging.text.entries import read_entries
from msgen.merging.text.merged import Merged
from msgen.merging.text.structure.check import is_right
from msgen.merging.text.structure.errors import Unmergeable
from msgen.merging.text.structure.weaving import Weaving


def merge_structure(base: bytes, yours: bytes, theirs: bytes, path: str) -> Merged | None:
    """None where a side cannot be read, or the result would not say what it must."""
    before, mine, others = (read_entries(text, path) for text in (base, yours, theirs))
    if before is None or mine is None or others is None:
        return None
    weaving = Weaving()
    try:
        parts = joined(weaving.entry(before, mine, others, 0).parts(None))
    except Unmergeable:
        return None
    merged = Merged(parts, "structure", weaving.applied, base, b"\n")
    result = read_entries(merged.ours(), path)
    return merged if result and is_right(before, mine, others, result) else None
