"""From a merge with the rewritten yours back to the layout of yours.

A stretch that theirs left alone is as yours has it; in one that theirs changed, their change is made in the layout
of yours; one in a clash is shown as yours has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from msgen.merging.text.diff3 import Chunk
from msgen.merging.text.layout.indentation import Indentation
from msgen.merging.text.layout.rewriting import Rewritten
from msgen.merging.text.merged import Clash, Part

Patch = Callable[[bytes, bytes, bytes], bytes]
"""Makes in the second text the change that leads from the first to the third."""


@dataclass(frozen=True, slots=True)
class Restoring:
    base: list[bytes]
    yours: Rewritten
    theirs: list[bytes]
    indentation: Indentation
    patch: Patch

    def parts(self, chunks: list[Chunk]) -> Iterator[Part]:
        for group in self._groups(self._pieces(chunks)):
            yield self._part(group)

    def _pieces(self, chunks: list[Chunk]) -> Iterator[Chunk]:
        """The chunks, those without a change of theirs cut at the ends of the stretches."""
        ends = sorted({end for each in self.yours.stretches for end in (each.start, each.end)})
        for chunk in chunks:
            if chunk.kind in ("theirs", "clash"):
                yield chunk
            else:
                yield from _cut(chunk, [end for end in ends if chunk.yours.start < end < chunk.yours.stop])

    def _groups(self, pieces: Iterator[Chunk]) -> Iterator[list[Chunk]]:
        """Pieces that share a stretch stay together."""
        inside = {line for each in self.yours.stretches for line in range(each.start + 1, each.end)}
        group: list[Chunk] = []
        for piece in pieces:
            group.append(piece)
            if piece.yours.stop not in inside:
                yield group
                group = []

    def _part(self, group: list[Chunk]) -> Part:
        where = slice(group[0].yours.start, group[-1].yours.stop)
        mine = b"".join(self.yours.original(where))
        kinds = {piece.kind for piece in group}
        if "clash" in kinds:
            base = slice(group[0].base.start, group[-1].base.stop)
            theirs = slice(group[0].theirs.start, group[-1].theirs.stop)
            return Clash(b"".join(self.base[base]), mine, self._indented(self.theirs[theirs]), base.start)
        if "theirs" not in kinds:
            return mine
        changed = b"".join(self._indented(self._changed(piece)) for piece in group)
        if not self.yours.within(where):
            return changed
        return self.patch(b"".join(self.yours.lines[where]), mine, changed)

    def _indented(self, lines: list[bytes]) -> bytes:
        return b"".join(map(self.indentation.applied, lines))

    def _changed(self, piece: Chunk) -> list[bytes]:
        return self.theirs[piece.theirs] if piece.kind == "theirs" else self.yours.lines[piece.yours]


def _cut(chunk: Chunk, ends: list[int]) -> Iterator[Chunk]:
    """The chunk in pieces that end at these lines of yours; where sides differ in length, the first has the rest."""
    starts = [chunk.yours.start, *ends]
    for start, end in zip(starts, [*ends, chunk.yours.stop], strict=True):
        yield Chunk(
            chunk.kind,
            _shifted(chunk.base, start - chunk.yours.start, end - chunk.yours.start, chunk.kind == "same"),
            slice(start, end),
            _shifted(chunk.theirs, start - chunk.yours.start, end - chunk.yours.start, chunk.kind != "yours"),
        )


def _shifted(whole: slice, start: int, end: int, parallel: bool) -> slice:
    if parallel:
        return slice(whole.start + start, whole.start + end)
    return whole if start == 0 else slice(whole.stop, whole.stop)
