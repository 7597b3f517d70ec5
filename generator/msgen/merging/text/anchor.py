"""Places where both sides may append, as a blueprint declares them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from msgen.merging.text.by_lines import joined
from msgen.merging.text.lines import split_lines
from msgen.merging.text.merged import Clash, Merged, Part
from msgen.merging.text.regions import union


@dataclass(frozen=True, slots=True)
class Anchor:
    """What both sides add behind the line whose text is `line` stands there together, in files like `paths`.

    It may be right behind the line, or behind those that follow it up to the first empty one.
    """

    paths: str
    line: str

    def concerns(self, path: str) -> bool:
        return fnmatchcase(path, self.paths)


def united(merged: Merged, anchors: Iterable[Anchor]) -> Merged:
    """The result with both additions, yours first, at each clash that stands at an anchor.

    A merge that looked through the layout stays one, so that its result is judged as such.
    """
    marks = {anchor.line.strip().encode() for anchor in anchors}
    base = split_lines(merged.base)
    parts = [_united(part, base, marks, merged.ending) for part in merged.parts]
    if parts == list(merged.parts):
        return merged
    settled = merged.clashes - sum(isinstance(part, Clash) for part in parts)
    how = merged.how if merged.how in ("layout", "structure") else "union"
    return replace(merged, parts=joined(parts), how=how, applied=merged.applied + settled)


def _united(part: Part, base: list[bytes], marks: set[bytes], ending: bytes) -> Part:
    if not isinstance(part, Clash) or part.base or not _is_at(part.line, base, marks):
        return part
    return union(part.yours, part.theirs, ending)


def _is_at(line: int, base: list[bytes], marks: set[bytes]) -> bool:
    """Between the place and the empty line before it stands one of the marks."""
    for row in reversed(base[:line]):
        if row.strip() in marks:
            return True
        if not row.strip():
            return False
    return False
