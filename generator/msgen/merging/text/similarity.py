"""How much of one file is found in another."""

from __future__ import annotations

from collections import Counter

from msgen.merging.text.lines import split_lines


def similarity(a: bytes, b: bytes) -> float:
    """Share of the larger content that stands in lines common to both, whatever their order."""
    if a == b:
        return 1.0
    common = Counter(split_lines(a)) & Counter(split_lines(b))
    shared = sum(len(line) * times for line, times in common.items())
    return shared / max(len(a), len(b))
