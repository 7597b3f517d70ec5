"""Which cell each box has: contexts are bands of rows, depths are columns."""

from __future__ import annotations

from msgspec import Struct

from msgen.graph.picture import Picture
from msgen.graph.svg.layers import depths

OUTSIDE = "outside"


class Cell(Struct, frozen=True):
    column: int
    row: int


class Band(Struct, frozen=True):
    """The rows of a context."""

    title: str
    first: int
    count: int


class Grid(Struct, frozen=True):
    bands: tuple[Band, ...]
    cells: dict[str, Cell]
    traits: dict[str, str]
    """What stands below each name."""

    @property
    def columns(self) -> int:
        return max((cell.column for cell in self.cells.values()), default=0) + 1

    @property
    def rows(self) -> int:
        return sum(band.count for band in self.bands)


def grid(shown: Picture) -> Grid:
    columns = depths(shown)
    groups = [(context.name, [service.name for service in context.services]) for context in shown.contexts]
    groups += [(OUTSIDE, list(shown.externals))] if shown.externals else []
    bands: list[Band] = []
    cells: dict[str, Cell] = {}
    first = 0
    for title, names in groups:
        used: dict[int, int] = {}
        for name in names:
            column = columns[name]
            cells[name] = Cell(column, first + used.get(column, 0))
            used[column] = used.get(column, 0) + 1
        bands.append(Band(title, first, max(used.values())))
        first += bands[-1].count
    traits = {service.name: " · ".join(service.traits) for service in shown.services()}
    return Grid(tuple(bands), cells, traits | dict.fromkeys(shown.externals, "external system"))
