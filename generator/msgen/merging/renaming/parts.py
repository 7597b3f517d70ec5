"""A line as names and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = re.compile(r"([A-Za-z_][\w-]*)")
_PHRASE = re.compile(r"([A-Za-z_][\w-]*(?: [A-Za-z_][\w-]*)*)")


def parts(line: bytes) -> list[str]:
    """Names, and what stands between them."""
    return _NAME.split(line.decode(errors="surrogateescape"))


def phrases(line: bytes) -> list[str]:
    """The same with names that only a space is between as one: `Place order`."""
    return _PHRASE.split(line.decode(errors="surrogateescape"))


def is_name(part: str) -> bool:
    """Of one of these, whether it is a name or several."""
    return _NAME.match(part) is not None


def joined(parts_: Iterable[str]) -> bytes:
    return "".join(parts_).encode(errors="surrogateescape")
