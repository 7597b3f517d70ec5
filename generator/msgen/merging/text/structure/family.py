"""The children of three versions of a collection, and where each belongs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from msgen.merging.text.diff3 import diff3
from msgen.merging.text.entries import Entry
from msgen.merging.text.structure.errors import Unmergeable
from msgen.merging.text.structure.identity import Named, named


@dataclass(frozen=True, slots=True)
class Family:
    base: Named
    yours: Named
    theirs: Named

    def indent(self, entry: Entry) -> bytes:
        """The indentation that an entry of theirs has beside those of yours."""
        return next((mine.indent for mine in self.yours.values()), entry.indent)

    def line(self, name: Hashable, otherwise: int) -> int:
        """Where in the base a child of theirs stands or would stand."""
        before = [self.base[each] for each in self._before(name) if each in self.base]
        return before[-1].end if before else otherwise

    def place(self, name: Hashable, order: Sequence[Hashable]) -> int:
        """The place of a new child of theirs: behind the nearest one before it, and what yours added there."""
        before = [each for each in self._before(name) if each in order]
        if not before:
            behind = [each for each in self.theirs if each in order]
            return order.index(behind[0]) if behind else len(order)
        place = order.index(before[-1]) + 1
        return place + sum(1 for _ in takewhile(self._is_only_yours, order[place:]))

    def _before(self, name: Hashable) -> list[Hashable]:
        return list(takewhile(lambda each: each != name, self.theirs))

    def _is_only_yours(self, name: Hashable) -> bool:
        return name not in self.base and name not in self.theirs


def siblings(base: Entry | None, yours: Entry, theirs: Entry) -> Family:
    """Raises Unmergeable where the children cannot be told apart, or their order has to be decided."""
    (before, mine, others), known_by_value = named(base, yours, theirs)
    family = Family(before, mine, others)
    if yours.is_list and _common(before, others) != _common(others, before):
        raise Unmergeable
    if known_by_value and _replaces_on_both_sides(family):
        raise Unmergeable
    if yours.shares_line and len({next(iter(side)) for side in (before, mine, others) if side}) > 1:
        raise Unmergeable
    return family


def _common(these: Named, those: Named) -> list[Hashable]:
    return [name for name in these if name in those]


def _replaces_on_both_sides(family: Family) -> bool:
    """Both sides put another value in the place of the same one."""
    base, yours, theirs = list(family.base), list(family.yours), list(family.theirs)
    for chunk in diff3(base, yours, theirs):
        old, mine, others = set(base[chunk.base]), set(yours[chunk.yours]), set(theirs[chunk.theirs])
        if chunk.kind == "clash" and mine - old and others - old and old - mine - others:
            return True
    return False
