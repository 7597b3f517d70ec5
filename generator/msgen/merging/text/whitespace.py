"""The merge for which line endings and trailing whitespace are no difference.

The result ends its lines as yours does, and a line that yours has keeps the whitespace it has there.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgen.merging.text.by_lines import joined
from msgen.merging.text.diff3 import Chunk, diff3
from msgen.merging.text.lines import is_ended, line_ending, split_lines
from msgen.merging.text.merged import Clash, Merged, Part
from msgen.merging.text.style import without_last_ending

_SPACE = b" \t\r\n\f\v"


def merge_without_whitespace(base: bytes, yours: bytes, theirs: bytes) -> Merged:
    ending = line_ending(yours)
    old, mine, others = split_lines(base), split_lines(yours), split_lines(theirs)
    chunks = diff3(*([line.rstrip(_SPACE) for line in lines] for lines in (old, mine, others)))
    written = [_ended(line, ending) for line in others]
    parts = joined(part for chunk in chunks for part in _parts(chunk, old, mine, written, ending))
    if not is_ended(theirs if is_ended(yours) == is_ended(base) else yours):
        parts = joined(without_last_ending(parts))
    applied = sum(chunk.kind == "theirs" for chunk in chunks)
    return Merged(parts, "whitespace", applied, b"".join(_ended(line, ending) for line in old), ending)


def _parts(chunk: Chunk, old: list[bytes], mine: list[bytes], others: list[bytes], ending: bytes) -> Iterator[Part]:
    yours, theirs = mine[chunk.yours], others[chunk.theirs]
    if chunk.kind == "clash":
        origin = b"".join(_ended(line, ending) for line in old[chunk.base])
        yield Clash(origin, b"".join(_closed(yours, ending)), b"".join(theirs), chunk.base.start)
    elif chunk.kind == "same":
        yield from map(_spaced, old[chunk.base], _closed(yours, ending), theirs)
    else:
        yield from theirs if chunk.kind == "theirs" else _closed(yours, ending)


def _spaced(old: bytes, yours: bytes, theirs: bytes) -> bytes:
    """A line that differs in whitespace at most: as yours has it, unless only theirs changed it."""
    text = yours.rstrip(b"\r\n")
    return theirs if text == old.rstrip(b"\r\n") != theirs.rstrip(b"\r\n") else yours


def _closed(lines: list[bytes], ending: bytes) -> list[bytes]:
    return [line if line.endswith(b"\n") else line + ending for line in lines]


def _ended(line: bytes, ending: bytes) -> bytes:
    return line.rstrip(b"\r\n") + ending
