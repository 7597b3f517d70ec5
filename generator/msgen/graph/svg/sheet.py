"""Where everything stands on the sheet, in pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from msgen.graph.picture import Picture
from msgen.graph.svg.columns import columns
from msgen.graph.svg.grid import grid
from msgen.graph.svg.routes import Route, routes
from msgen.graph.svg.rows import rows
from msgen.graph.svg.text_size import LINE

_STEP = LINE // 2
"""Heights are counted in steps."""
_LEAST, _LEAVING = 6, 2
"""Steps of a box, and of an arrow that leaves it."""
_ENTERS, _LEAVES = 5, 1
"""How far below a step arrows touch a box: never at one height, so that no two of them run along each other."""
Point = tuple[int, int]


class Box(Struct, frozen=True):
    x: int
    y: int
    width: int
    height: int


class Line(Struct, frozen=True):
    """An arrow with its corners; the label stands on its last piece."""

    route: Route
    corners: tuple[Point, ...]


class Sheet(Struct, frozen=True):
    width: int
    height: int
    bands: tuple[tuple[str, Box], ...]
    """Titles of contexts."""
    boxes: dict[str, Box]
    traits: dict[str, str]
    """What stands below each name."""
    lines: tuple[Line, ...]


def sheet(shown: Picture) -> Sheet:
    cells = grid(shown)
    ways = routes(cells, shown.arrows)
    entering = {name: _entering(name, ways) for name in cells.cells}
    leaving = {name: _leaving(name, ways) for name in cells.cells}
    heights = {name: _height(entering[name], leaving[name]) for name in cells.cells}
    across, down = columns(cells, ways), rows(cells, heights, ways)
    boxes = {
        name: Box(across.left[cell.column], down.top[cell.row], across.width[cell.column], heights[name])
        for name, cell in cells.cells.items()
    }
    ends = {
        number: (boxes[name].x, y + _ENTERS)
        for name, ways_in in entering.items()
        for number, y in _touching(boxes[name], ways_in, _entering_steps)
    }
    starts = {
        number: (boxes[name].x + boxes[name].width, y + _LEAVES)
        for name, ways_out in leaving.items()
        for number, y in _touching(boxes[name], ways_out, lambda way: _LEAVING)
    }
    bands = ((band.title, Box(0, top, across.right, bottom - top)) for band, top, bottom in down.bands)
    lines = (
        Line(way, _corners(starts[way.number], ends[way.number], [across.tracks[leg] for leg in way.legs],
                           down.lanes.get(way.number)))
        for way in ways
    )  # fmt: skip
    return Sheet(across.right, down.bottom, tuple(bands), boxes, cells.traits, tuple(lines))


def _entering(name: str, ways: Sequence[Route]) -> list[Route]:
    """The arrows into a box, those from above first."""
    return sorted((way for way in ways if way.arrow.target == name), key=lambda way: way.legs[-1].start)


def _leaving(name: str, ways: Sequence[Route]) -> list[Route]:
    """The arrows out of a box, those that go up first."""
    return sorted((way for way in ways if way.arrow.source == name), key=lambda way: way.legs[0].end)


def _height(entering: Sequence[Route], leaving: Sequence[Route]) -> int:
    return _STEP * max(_LEAST, sum(map(_entering_steps, entering)) + 1, len(leaving) * _LEAVING)


def _entering_steps(route: Route) -> int:
    """How much of the height of a box an arrow takes that enters there: its label stands above it."""
    return 2 * max(1, len(route.label)) + 1


def _touching(box: Box, ways: Sequence[Route], steps: Callable[[Route], int]) -> Iterator[tuple[int, int]]:
    """At which height each arrow touches a box, by its number: in the middle of it, one below the other."""
    step = (box.height // _STEP - sum(map(steps, ways))) // 2
    for way in ways:
        step += steps(way)
        yield way.number, box.y + (step - 1) * _STEP


def _corners(start: Point, end: Point, tracks: Sequence[int], lane: int | None) -> tuple[Point, ...]:
    if lane is None:
        (x,) = tracks
        return (start, (x, start[1]), (x, end[1]), end)
    first, last = tracks
    return (start, (first, start[1]), (first, lane), (last, lane), (last, end[1]), end)
