"""Which way each arrow takes: along tracks between columns and lanes between rows, alone on each.

An arrow leaves its box to the right, goes up or down on a track, and enters the other box from the left. If that is not
in the next column, it goes there along a lane, and up or down on a second track. Levels number the sheet from the top:
the gap above a row is `2 * row`, the row itself `2 * row + 1`; gutters are the gaps between columns, from 0 on.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from msgen.graph.picture import Arrow
from msgen.graph.svg.grid import Cell, Grid


class Leg(Struct, frozen=True):
    """A piece of track: up or down in a gutter."""

    route: int
    gutter: int
    start: int
    """A level."""
    end: int

    @property
    def order(self) -> tuple[bool, int, int]:
        """From left to right, so that legs which go the same way do not cross."""
        is_upwards = self.end < self.start
        return (is_upwards, *((self.start, self.end) if is_upwards else (-self.start, -self.end)))


class Route(Struct, frozen=True):
    number: int
    arrow: Arrow
    lane: int | None
    """The gap between rows that it goes along; `None` where it needs none."""
    legs: tuple[Leg, ...]

    @property
    def label(self) -> tuple[str, ...]:
        return (*((f"{self.arrow.saga}:",) if self.arrow.saga else ()), *self.arrow.labels)


def routes(grid: Grid, arrows: Sequence[Arrow]) -> tuple[Route, ...]:
    return tuple(
        _route(number, arrow, grid.cells[arrow.source], grid.cells[arrow.target])
        for number, arrow in enumerate(arrows)
    )  # fmt: skip


def _route(number: int, arrow: Arrow, leaves: Cell, enters: Cell) -> Route:
    start, end = 2 * leaves.row + 1, 2 * enters.row + 1
    if enters.column == leaves.column + 1:
        return Route(number, arrow, None, (Leg(number, enters.column, start, end),))
    lane = enters.row + 1 if enters.row < leaves.row else enters.row
    legs = (Leg(number, leaves.column + 1, start, 2 * lane), Leg(number, enters.column, 2 * lane, end))
    return Route(number, arrow, lane, legs)
