"""The stretches of a text that a formatter lays out anew without changing what they say."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from msgen.merging.text.lines import split_lines


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines `start:end` of a text, empty lines behind them included.

    Units that say the same, comments and nesting included, have equal keys.
    """

    start: int
    end: int
    key: Hashable


Reader = Callable[[bytes], list[Unit] | None]
"""Cuts a text into units, each line in one of them; None where the text cannot be read."""


def keys(units: list[Unit]) -> list[Hashable]:
    return [unit.key for unit in units]


def with_gaps(found: list[Unit], content: bytes) -> list[Unit]:
    """The units with the lines between them, which belong to the unit before; a first one holds those at the top."""
    count = len(split_lines(content))
    starts = [unit.start for unit in found] + [count]
    whole = [Unit(unit.start, end, unit.key) for unit, end in zip(found, starts[1:], strict=True)]
    return [Unit(0, starts[0], "top"), *whole] if starts[0] else whole
