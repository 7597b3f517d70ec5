"""Tables as aligned text that fits the width of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill

from msgen.cli.tables.table import ASSUMED, Column, Table

_GAP = "  "
_LEAST = 10
"""Characters that a text column keeps, however narrow the terminal is."""
_PART = re.compile(r"[^./>-]*[./>-]+\s*|[^./>-]+")


def terminal(tables: Iterable[Table], width: int = 80) -> str:
    return "\n".join(_table(table, width) for table in tables if table.rows or table.notes)


def _table(table: Table, width: int) -> str:
    title = _wrapped(table.title, width)
    lines = [*title, "-" * max(map(len, title))]
    if table.rows:
        rows = _with_room_for_marks(table)
        widths = _widths(table.columns, rows, width)
        heads = _cell_lines([column.head for column in table.columns], widths)
        lines += _aligned(_to_the_bottom(heads), table.columns, widths)
        for row in rows:
            lines += _aligned(_cell_lines(row, widths), table.columns, widths)
    lines += [fill(note, width, subsequent_indent="  ", break_on_hyphens=False) for note in table.notes]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _with_room_for_marks(table: Table) -> list[tuple[str, ...]]:
    """Figures stand below each other whether they are marked or not."""
    has_marks = [
        column.is_number and any(row[number].endswith(ASSUMED) for row in table.rows)
        for number, column in enumerate(table.columns)
    ]
    return [
        tuple(
            f"{cell} " if room and not cell.endswith(ASSUMED) else cell
            for cell, room in zip(row, has_marks, strict=True)
        )
        for row in table.rows
    ]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Figures are never broken; texts give way, the widest first."""
    least = [
        max([_longest_word(column.head), *(len(row[number]) for row in rows if column.is_number)])
        for number, column in enumerate(columns)
    ]
    widths = [max([least[number], *(len(row[number]) for row in rows)]) for number in range(len(columns))]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while over > 0:
        giving = [number for number, column in enumerate(columns) if not column.is_number]
        giving = [number for number in giving if widths[number] > max(_LEAST, least[number])]
        if not giving:
            break
        widths[max(giving, key=lambda number: widths[number])] -= 1
        over -= 1
    return widths


def _longest_word(head: str) -> int:
    return max(map(len, head.split()), default=0)


def _cell_lines(cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    return [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]


def _to_the_bottom(heads: list[list[str]]) -> list[list[str]]:
    height = max(map(len, heads))
    return [[""] * (height - len(lines)) + lines for lines in heads]


def _aligned(cells: list[list[str]], columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    height = max(map(len, cells))
    filled = [lines + [""] * (height - len(lines)) for lines in cells]
    return [
        _GAP.join(
            lines[number].rjust(width) if column.is_number else lines[number].ljust(width)
            for lines, column, width in zip(filled, columns, widths, strict=True)
        )
        for number in range(height)
    ]


def _wrapped(cell: str, width: int) -> list[str]:
    """Broken at a space; inside a name only where it is longer than a line, and then after a point or a dash."""
    if len(cell) <= width:
        return [cell]
    bare = cell.lstrip(" ")
    indent = " " * (len(cell) - len(bare))
    lines: list[str] = []
    for piece in _pieces(bare, max(1, width - len(indent))):
        longer = f"{lines[-1]}{piece}" if lines else ""
        if lines and len(longer.rstrip()) <= width:
            lines[-1] = longer
        else:
            lines.append(f"{indent}{piece}")
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: int) -> Iterator[str]:
    """What stays together: words, or parts of those that are too long."""
    for word in re.findall(r"\S+\s*", text):
        if len(word.rstrip()) <= width:
            yield word
            continue
        for part in _PART.findall(word):
            yield from (part[start : start + width] for start in range(0, len(part), width))
