"""Where boxes and tracks stand from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from msgen.graph.svg.grid import Grid
from msgen.graph.svg.routes import Leg, Route
from msgen.graph.svg.text_size import NAME, SMALL, widest

TRACK = 11
"""From one track to the next."""
HEAD = 16
"""For the head of an arrow."""
EDGE = 12
_LEAST = 90


class Columns(Struct, frozen=True):
    left: tuple[int, ...]
    """Of the boxes of each column."""
    width: tuple[int, ...]
    tracks: dict[Leg, int]
    right: int
    """Where the sheet ends."""


def columns(grid: Grid, routes: Sequence[Route]) -> Columns:
    left: list[int] = []
    width: list[int] = []
    tracks: dict[Leg, int] = {}
    x = EDGE
    for number in range(grid.columns + 1):
        legs = [leg for route in routes for leg in route.legs if leg.gutter == number]
        for leg in sorted(legs, key=lambda leg: leg.order):
            x += TRACK
            tracks[leg] = x
        x += TRACK
        if number < grid.columns:
            x += _labels(number, grid, routes) + HEAD
            left.append(x)
            width.append(_widest(number, grid))
            x += width[-1]
    return Columns(tuple(left), tuple(width), tracks, x + EDGE)


def _labels(column: int, grid: Grid, routes: Sequence[Route]) -> int:
    """The room for the labels of the arrows that enter a column."""
    entering = (route for route in routes if grid.cells[route.arrow.target].column == column)
    return widest((line for route in entering for line in route.label), SMALL)


def _widest(column: int, grid: Grid) -> int:
    names = [name for name, cell in grid.cells.items() if cell.column == column]
    texts = max(widest(names, NAME), widest((grid.traits[name] for name in names), SMALL))
    return max(_LEAST, texts + 20)
