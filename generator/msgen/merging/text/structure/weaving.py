"""Three entries become the text of one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from msgen.merging.text.entries import Entry, Value, comments
from msgen.merging.text.merged import Clash, Part
from msgen.merging.text.structure.errors import Unmergeable
from msgen.merging.text.structure.family import Family, siblings
from msgen.merging.text.structure.inline import as_collection, with_items
from msgen.merging.text.structure.piece import Ended, Piece, clash, core, has_comma, kept, taken
from msgen.merging.text.structure.shifting import shifted

_EMPTY: tuple[Value, ...] = (("map", frozenset()), ("list", ()), ("null", ""))
"""Values in whose place each side may begin a collection."""


@dataclass(slots=True)
class Weaving:
    applied: int = 0
    """Entries that are now as theirs has them."""

    def entry(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> Piece:
        """An entry that both sides have; `line` is where it would stand in a base without it."""
        if theirs.said in (base.said if base else None, yours.said):
            return kept(yours)
        start = base.line if base else line
        lead = self._lead(base, yours, theirs, start)
        body = self._body(base, yours, theirs, start + (base.lead.count(b"\n") if base else 0))
        return Piece((lead, *body.before), body.ends, body.line)

    def _lead(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> Part:
        known = base.said_before if base else ()
        if theirs.said_before in (known, yours.said_before):
            return yours.lead
        lead = shifted(theirs.lead, theirs.indent, yours.indent)
        if yours.said_before != known:
            return Clash(base.lead if base else b"", yours.lead, lead, line)
        self.applied += 1
        return lead

    def _body(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> Piece:
        known = base.said_itself if base else None
        if theirs.said_itself in (known, yours.said_itself):
            return Piece((), (core(yours),))
        applied = self.applied
        try:
            return self._woven(None if base and base.value in _EMPTY else base, yours, theirs, line)
        except Unmergeable:
            self.applied = applied
        new = core(theirs, yours.indent)
        if yours.said_itself != known:
            return Piece((), (core(base), core(yours), new), line)
        self.applied += 1
        return Piece((), (new,))

    def _woven(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> Piece:
        sides = [each for each in (base, yours, theirs) if each]
        if all(each.inline for each in sides):
            return self._woven_inline(base, yours, theirs)
        shapes = {(each.children is None, each.is_list, each.has_commas, each.shares_line) for each in sides}
        if yours.children is None or len(shapes) > 1:
            raise Unmergeable
        head, tail = self._ends(base, yours, theirs)
        inner = self._children(base, yours, theirs, base.children_line if base else line)
        foot = self._foot(base, yours, theirs)
        return Piece((head, *inner), (Ended(foot, tail),))

    def _woven_inline(self, base: Entry | None, yours: Entry, theirs: Entry) -> Piece:
        before, mine, others = as_collection(base) if base else None, as_collection(yours), as_collection(theirs)
        items = [piece.parts(None) for piece in self._pieces(before, mine, others, 0)]
        return Piece((), (with_items(yours, items),))

    def _ends(self, base: Entry | None, yours: Entry, theirs: Entry) -> tuple[bytes, bytes]:
        """The first line of a collection and the rest of its last one, which hold its comments."""
        known = base.comment if base else None
        if theirs.comment in (known, yours.comment):
            return yours.head, yours.tail
        if yours.comment != known:
            raise Unmergeable
        self.applied += 1
        return shifted(theirs.head, theirs.indent, yours.indent), theirs.tail

    def _foot(self, base: Entry | None, yours: Entry, theirs: Entry) -> bytes:
        known = comments(base.foot) if base else None
        if comments(theirs.foot) in (known, comments(yours.foot)):
            return yours.foot
        if comments(yours.foot) != known:
            raise Unmergeable
        self.applied += 1
        return shifted(theirs.foot, theirs.indent, yours.indent)

    def _children(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> Iterator[Part]:
        pieces = self._pieces(base, yours, theirs, line)
        trailing = any(has_comma(child.tail) for child in (yours.children or ())[-1:])
        for piece in pieces:
            comma = (trailing or piece is not pieces[-1]) if yours.has_commas else None
            yield from piece.parts(comma)

    def _pieces(self, base: Entry | None, yours: Entry, theirs: Entry, line: int) -> list[Piece]:
        """The children in the order of yours, those that theirs added behind what they follow there."""
        family = siblings(base, yours, theirs)
        pieces: dict[Hashable, Piece] = {}
        for name, mine in family.yours.items():
            piece = self._own(family, name, mine, line)
            if piece:
                pieces[name] = piece
        order = list(pieces)
        for name in family.theirs:
            piece = self._foreign(family, name, line) if name not in family.yours else None
            if piece:
                pieces[name] = piece
                order.insert(family.place(name, order), name)
        if not order:
            raise Unmergeable
        return [pieces[name] for name in order]

    def _own(self, family: Family, name: Hashable, mine: Entry, line: int) -> Piece | None:
        """A child that yours has; None where it goes with theirs."""
        before, its = family.base.get(name), family.theirs.get(name)
        if its:
            return self.entry(before, mine, its, family.line(name, line))
        if before is None:
            return kept(mine)
        if mine.said != before.said:
            return clash(before, mine, None, mine.indent, before.line)
        self.applied += 1
        return None

    def _foreign(self, family: Family, name: Hashable, line: int) -> Piece | None:
        """A child that only theirs has; None where yours took it away and theirs did not change it."""
        before, its = family.base.get(name), family.theirs[name]
        if before:
            return None if before.said == its.said else clash(before, None, its, family.indent(its), before.line)
        self.applied += 1
        return taken(its, family.indent(its))
