"""Yours, with what was only laid out anew written as it was in the base."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.merging.text.layout.unit import Unit, keys
from msgen.merging.text.matching import pairs


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `start:end` of the rewritten text; yours has `original` there."""

    start: int
    end: int
    original: list[bytes]


@dataclass(frozen=True, slots=True)
class Rewritten:
    lines: list[bytes]
    stretches: list[Stretch]

    def original(self, where: slice) -> list[bytes]:
        """What yours has at lines of the rewritten text, which cut no stretch."""
        found: list[bytes] = []
        at = where.start
        for stretch in self.within(where):
            found += self.lines[at : stretch.start] + stretch.original
            at = stretch.end
        return found + self.lines[at : where.stop]

    def within(self, where: slice) -> list[Stretch]:
        return [each for each in self.stretches if where.start <= each.start and each.end <= where.stop]


def rewritten(base: list[bytes], units: list[Unit], yours: list[bytes], your_units: list[Unit]) -> Rewritten:
    origins = {mine: units[its] for its, mine in pairs(keys(units), keys(your_units))}
    lines: list[bytes] = []
    stretches: list[Stretch] = []
    for index, unit in enumerate(your_units):
        own = yours[unit.start : unit.end]
        origin = origins.get(index)
        written = base[origin.start : origin.end] if origin else own
        if written != own:
            stretches.append(Stretch(len(lines), len(lines) + len(written), own))
        lines += written
    return Rewritten(lines, stretches)
