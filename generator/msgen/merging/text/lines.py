"""Bytes as lines. Only `\\n` ends a line: other control characters are text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def split_lines(content: bytes) -> list[bytes]:
    """The lines of `content` with their endings; only the last one may be without."""
    return _LINE.findall(content)


def ended(text: bytes, ending: bytes) -> bytes:
    """`text` with its last line ended, so that another line can follow."""
    return text + ending if text and not text.endswith(b"\n") else text


def is_ended(text: bytes) -> bool:
    return not text or text.endswith(b"\n")


def unended(text: bytes) -> bytes:
    return text.removesuffix(b"\n").removesuffix(b"\r")


def line_ending(content: bytes) -> bytes:
    """The ending that most lines of `content` have."""
    windows = content.count(b"\r\n")
    return b"\r\n" if windows * 2 > content.count(b"\n") else b"\n"


def common_start(left: list[bytes], right: list[bytes]) -> int:
    """How many lines two texts have in common at their start."""
    return _equal_pairs(zip(left, right, strict=False))


def common_end(left: list[bytes], right: list[bytes]) -> int:
    return _equal_pairs(zip(reversed(left), reversed(right), strict=False))


def _equal_pairs(pairs: Iterable[tuple[bytes, bytes]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
