"""Where boxes, bands and lanes stand from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from msgen.graph.svg.grid import Band, Grid
from msgen.graph.svg.routes import Route

LANE = 11
"""From one lane to the next."""
EDGE, PADDING, TITLE = 12, 12, 24


class Rows(Struct, frozen=True):
    top: tuple[int, ...]
    """Of the boxes of each row."""
    bands: tuple[tuple[Band, int, int], ...]
    """With top and bottom."""
    lanes: Mapping[int, int]
    """By the number of the route."""
    bottom: int
    """Where the last lane is past."""


def rows(grid: Grid, heights: Mapping[str, int], routes: Sequence[Route]) -> Rows:
    top: list[int] = []
    bands: list[tuple[Band, int, int]] = []
    lanes: dict[int, int] = {}
    y = EDGE
    for band in grid.bands:
        y = _past_lanes(band.first, y, routes, lanes)
        start = y
        y += TITLE
        for row in range(band.first, band.first + band.count):
            if row > band.first:
                y = _past_lanes(row, y, routes, lanes)
            top.append(y)
            y += max(heights[name] for name, cell in grid.cells.items() if cell.row == row)
        y += PADDING
        bands.append((band, start, y))
    return Rows(tuple(top), tuple(bands), lanes, _past_lanes(grid.rows, y, routes, lanes))


def _past_lanes(gap: int, y: int, routes: Sequence[Route], lanes: dict[int, int]) -> int:
    """Below the lanes of a gap, which begin at `y`; those that go left stand above those that go right."""
    for route in sorted((route for route in routes if route.lane == gap), key=lambda route: route.legs[0].order):
        y += LANE
        lanes[route.number] = y
    return y + LANE
