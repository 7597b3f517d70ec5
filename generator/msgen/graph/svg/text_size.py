"""How wide a text is at most; fonts differ, so this is on the safe side."""

from __future__ import annotations

from collections.abc import Iterable

NAME, SMALL = 13, 11
"""Sizes of type."""
LINE = 14
"""From one line of small type to the next."""


def width(text: str, size: int) -> int:
    return round(len(text) * size * 0.63)


def widest(texts: Iterable[str], size: int) -> int:
    return max((width(text, size) for text in texts), default=0)
