"""The plain merge: what only one side changed is taken, what both changed is a clash."""

from __future__ import annotations

from collections.abc import Iterable

from msgen.merging.text.diff3 import Chunk, diff3
from msgen.merging.text.lines import line_ending, split_lines
from msgen.merging.text.merged import Clash, Merged, Part


def merge_lines(base: bytes, yours: bytes, theirs: bytes) -> Merged:
    old, mine, others = split_lines(base), split_lines(yours), split_lines(theirs)
    chunks = diff3(old, mine, others)
    parts = joined(_part(chunk, old, mine, others) for chunk in chunks)
    applied = sum(chunk.kind == "theirs" for chunk in chunks)
    return Merged(parts, "lines", applied, base, line_ending(yours))


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts without an empty text and without two texts in a row."""
    whole: list[Part] = []
    for part in parts:
        if isinstance(part, bytes) and whole and isinstance(whole[-1], bytes):
            whole[-1] += part
        elif part != b"":
            whole.append(part)
    return tuple(whole)


def _part(chunk: Chunk, old: list[bytes], mine: list[bytes], others: list[bytes]) -> Part:
    yours, theirs = b"".join(mine[chunk.yours]), b"".join(others[chunk.theirs])
    if chunk.kind == "clash":
        return Clash(b"".join(old[chunk.base]), yours, theirs, chunk.base.start)
    return theirs if chunk.kind == "theirs" else yours
