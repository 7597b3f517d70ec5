"""Plain data as lines in block style, as a person lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from .values import in_block, on_one_line

WIDEST_LIST, WIDEST_MAP = 100, 72
"""Up to these columns a list or a map stands on one line, where the neighbours say nothing about it."""
WIDEST_AMONG_LONG = 160
"""The same where the neighbours stand on one line each."""
MOST_ON_ONE_LINE = 4
"""Entries of a map that stands on one line."""


class Layout(Struct, frozen=True):
    """How far a file indents."""

    step: int = 2
    """Columns from a key to the keys below it."""
    dash: int = 2
    """Columns from a key to the dashes below it."""

    def pair(self, key: str, value: Any, column: int, *, flow: bool | None = None) -> list[str]:
        """The lines of a key and its value; `flow` says whether the neighbours' maps stand on one line."""
        start = f"{' ' * column}{on_one_line(key)}:"
        line = f"{start} {on_one_line(value) if isinstance(value, dict | list) else in_block(value)}"
        if not value or not isinstance(value, dict | list) or _is_short(value, line, flow):
            return [line]
        return [start, *self.below(value, column)]

    def below(self, value: Any, column: int) -> Iterator[str]:
        """The lines of a map or a list below its key, which stands at the column."""
        if isinstance(value, dict):
            flow = self._alike(value, column + self.step)
            for key, item in value.items():
                yield from self.pair(key, item, column + self.step, flow=flow if isinstance(item, dict) else None)
            return
        for item in value:
            yield from self.item(item, column + self.dash)

    def item(self, value: Any, column: int, *, flow: bool = True) -> list[str]:
        """The lines of an item of a list, whose dash stands at the column."""
        line = f"{' ' * column}- {on_one_line(value)}"
        if not isinstance(value, dict) or not value or (flow and len(line) <= WIDEST_AMONG_LONG):
            return [line]
        lines = [text for key, item in value.items() for text in self.pair(key, item, column + 2)]
        return [f"{' ' * column}- {lines[0].lstrip()}", *lines[1:]]

    def _alike(self, value: Mapping[str, Any], column: int) -> bool | None:
        """Maps side by side look alike: all of them stand on lines of their own where one must."""
        maps = [(key, item) for key, item in value.items() if isinstance(item, dict)]
        if len(maps) < 2 or len(maps) < len(value):
            return None
        return all(len(item) < 2 and len(self.pair(key, item, column)) == 1 for key, item in maps)


def _is_short(value: Mapping[str, Any] | Sequence[Any], line: str, flow: bool | None) -> bool:
    if flow is not None:
        return flow and len(line) <= WIDEST_AMONG_LONG
    if isinstance(value, Mapping):
        is_flat = not any(isinstance(item, dict | list) for item in value.values())
        return is_flat and len(value) <= MOST_ON_ONE_LINE and len(line) <= WIDEST_MAP
    return len(line) <= WIDEST_LIST and (len(value) == 1 or not any(isinstance(item, dict) for item in value))
