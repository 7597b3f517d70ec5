"""A picture for a terminal: contexts as boxes side by side, and below them the arrows as aligned lists."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from msgen.graph.picture import Arrow, Context, Kind, Picture, Service, picture
from msgen.topology.model import Topology

_HEADINGS: dict[Kind, str] = {"call": "calls", "step": "steps of sagas", "event": "events"}
_GAP = "  "
_LEAST = 30
"""Columns below which nothing is drawn narrower."""


class _Pen(Struct, frozen=True):
    """The characters that lines are made of."""

    corners: tuple[str, str, str, str]
    """Top left, top right, bottom left, bottom right."""
    across: str
    down: str
    arrows: dict[Kind, str]
    nobody: str


_UNICODE = _Pen(("┌", "┐", "└", "┘"), "─", "│", {"call": "──▶", "step": "══▶", "event": "┄┄▶"}, "┄┄╳")
_ASCII = _Pen(("+", "+", "+", "+"), "-", "|", {"call": "-->", "step": "==>", "event": "..>"}, "..x")


def drawn(topology: Topology, width: int = 80, unicode: bool = True) -> str:
    """The topology in at most `width` columns."""
    return drawn_picture(picture(topology), width, unicode)


def drawn_picture(shown: Picture, width: int = 80, unicode: bool = True) -> str:
    pen, width = _UNICODE if unicode else _ASCII, max(width, _LEAST)
    parts = ["\n".join(_boxes(shown, width, pen))]
    parts += ["\n".join(_list(_HEADINGS[kind], _rows(shown.of(kind), pen), width)) for kind in _HEADINGS]
    parts.append("\n".join(_list("heard by nobody", _unheard(shown, pen), width)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _boxes(shown: Picture, width: int, pen: _Pen) -> Iterator[str]:
    """Boxes side by side, as many as fit."""
    boxes = [_box(context, width, pen) for context in shown.contexts]
    if shown.externals:
        boxes.append(_framed("outside", [[name] for name in shown.externals], width, pen))
    row: list[list[str]] = []
    for box in boxes:
        if row and sum(len(each[0]) + len(_GAP) for each in row) + len(box[0]) > width:
            yield from _side_by_side(row)
            row = []
        row.append(box)
    yield from _side_by_side(row)


def _side_by_side(boxes: Sequence[Sequence[str]]) -> Iterator[str]:
    for number in range(max(map(len, boxes), default=0)):
        cells = (box[number] if number < len(box) else " " * len(box[0]) for box in boxes)
        yield _GAP.join(cells).rstrip()


def _box(context: Context, width: int, pen: _Pen) -> list[str]:
    column = max(len(service.name) for service in context.services)
    return _framed(context.name, [_told(service, column, width - 4) for service in context.services], width, pen)


def _told(service: Service, column: int, width: int) -> list[str]:
    """A service on one line, or its traits below its name."""
    traits = " ".join(service.traits)
    line = f"{service.name:<{column}}{_GAP}{traits}"
    return [line] if len(line) <= width else [service.name, f"{_GAP}{traits}"]


def _framed(title: str, entries: Sequence[Sequence[str]], width: int, pen: _Pen) -> list[str]:
    inner = min(width - 4, max(len(title) + 1, *(len(line) for entry in entries for line in entry)))
    top_left, top_right, bottom_left, bottom_right = pen.corners
    lines = [_cut(line, inner) for entry in entries for line in entry]
    return [
        f"{top_left}{pen.across} {_cut(title, inner - 1)} ".ljust(inner + 3, pen.across) + top_right,
        *(f"{pen.down} {line:<{inner}} {pen.down}" for line in lines),
        f"{bottom_left}{pen.across * (inner + 2)}{bottom_right}",
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 2]}.."


def _rows(arrows: Sequence[Arrow], pen: _Pen) -> list[tuple[str, str, str]]:
    """Source, target with its arrow, and labels; a source that goes on is not repeated."""
    rows: list[tuple[str, str, str]] = []
    for source, found in groupby(arrows, key=lambda arrow: arrow.source):
        for number, arrow in enumerate(found):
            head = f"{pen.arrows[arrow.kind]} {arrow.target}"
            rows.append(("" if number else source, head, arrow.said))
    return rows


def _unheard(shown: Picture, pen: _Pen) -> list[tuple[str, str, str]]:
    return [
        ("" if number else source, pen.nobody, event)
        for source, found in groupby(shown.unheard, key=lambda pair: pair[0])
        for number, (_, event) in enumerate(found)
    ]


def _list(heading: str, rows: Sequence[tuple[str, str, str]], width: int) -> Iterator[str]:
    """Rows in columns; the labels have a third of the width or more.

    A name that is too long for its column has the line for itself.
    """
    if not rows:
        return
    yield heading
    most = (width - 2) // 3
    first = min(most, max(len(source) for source, _, _ in rows))
    second = min(2 * most - first, max(len(target) for _, target, _ in rows))
    for source, target, labels in rows:
        if len(source) > first:
            yield f"{_GAP}{_cut(source, width - 2)}"
            source = ""
        start = f"{_GAP}{source:<{first}} {target:<{second}}{_GAP}"
        indent = " " * (2 + first + 1 + second + 2)
        if len(target) > second:
            yield from (f"{_GAP}{source}",) if source else ()
            yield _cut(f"{_GAP * 2}{target}", width)
            start = indent
        said = textwrap.wrap(labels, width - len(indent), break_on_hyphens=False) or [""]
        yield f"{start}{said[0]}".rstrip()
        yield from (f"{indent}{line}" for line in said[1:])
