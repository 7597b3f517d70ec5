"""The merged text of an entry, while it is not yet known whether a comma follows."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.merging.text.entries import Entry
from msgen.merging.text.merged import Clash, Part
from msgen.merging.text.structure.shifting import shifted


@dataclass(frozen=True, slots=True)
class Ended:
    """A text and the rest of its last line."""

    text: bytes = b""
    tail: bytes = b""

    def written(self, comma: bool | None) -> bytes:
        """With or without a comma behind the value; None: as it is."""
        if comma is None or not self.text or comma is has_comma(self.tail):
            return self.text + self.tail
        return self.text + (b"," + self.tail if comma else self.tail.replace(b",", b"", 1))


@dataclass(frozen=True, slots=True)
class Piece:
    """`before`, and then the end of the entry: one text, or those of base, yours and theirs where they clash."""

    before: tuple[Part, ...]
    ends: tuple[Ended] | tuple[Ended, Ended, Ended]
    line: int = 0

    def parts(self, comma: bool | None) -> list[Part]:
        written = [end.written(comma) for end in self.ends]
        if len(written) == 1:
            return [*self.before, *written]
        base, yours, theirs = written
        return [*self.before, Clash(base, yours, theirs, self.line)]


def kept(entry: Entry) -> Piece:
    return Piece((), (_whole(entry),))


def taken(entry: Entry, indent: bytes) -> Piece:
    return Piece((), (_moved(_whole(entry), entry, indent),))


def clash(base: Entry | None, yours: Entry | None, theirs: Entry | None, indent: bytes, line: int) -> Piece:
    """All of the entry is at stake; a side that does not have it is empty."""
    new = _moved(_whole(theirs), theirs, indent) if theirs else Ended()
    return Piece((), (_whole(base), _whole(yours), new), line)


def core(entry: Entry | None, indent: bytes | None = None) -> Ended:
    """The entry without what stands before it, moved to an indentation."""
    if entry is None:
        return Ended()
    found = Ended(entry.core, entry.tail)
    return found if indent is None else _moved(found, entry, indent)


def has_comma(tail: bytes) -> bool:
    return tail.lstrip().startswith(b",")


def _whole(entry: Entry | None) -> Ended:
    return Ended(entry.lead + entry.core, entry.tail) if entry else Ended()


def _moved(ended: Ended, entry: Entry, indent: bytes) -> Ended:
    return Ended(shifted(ended.text, entry.indent, indent), ended.tail)
