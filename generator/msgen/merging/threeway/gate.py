"""The last look before anything is written: is every line that a person wrote still somewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgen.merging.change_set import Change
from msgen.merging.text import is_binary
from msgen.merging.threeway.trio import Trio

_LAYOUT = re.compile(rb"[\s'\"`,()\[\]{}\\]+")
"""What a formatter may add, remove or exchange between the tokens of a statement."""


def lost(trio: Trio, change: Change, generated: frozenset[bytes]) -> tuple[bytes, ...]:
    """Lines of a person that the change would lose; of a binary file, all of it.

    `generated` has the lines of every file that msgen wrote last: a line that is among them is nobody's edit.
    """
    yours = trio.yours
    if yours is None or not trio.is_edited or not _overwrites(trio, change):
        return ()
    results = [write.after.content for write in change.writes if write.after is not None]
    if yours.is_link or is_binary(yours.content):
        return () if yours.content in results else (yours.content,)
    own = [line for line in _lines(yours.content) if line.strip() and line not in generated]
    kept = frozenset(line for content in results for line in _lines(content))
    missing = [line for line in own if line not in kept]
    if missing and change.how != "lines":
        bare = frozenset(line.rstrip() for line in kept | generated)
        missing = [line for line in missing if line.rstrip() not in bare]
    if missing and change.how == "layout":
        missing = list(_without_mere_layout(missing, [*results, trio.base.content if trio.base else b""]))
    return tuple(missing)


def lines_of(contents: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(line for content in contents for line in _lines(content))


def _overwrites(trio: Trio, change: Change) -> bool:
    yours = trio.yours
    return yours is not None and any(write.path == trio.before(yours.path) for write in change.writes)


def _lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def _without_mere_layout(lines: Iterable[bytes], contents: Iterable[bytes]) -> Iterator[bytes]:
    """Those whose tokens do not stand one after the other in any of the contents."""
    tokens = [_LAYOUT.sub(b"", content) for content in contents]
    for line in lines:
        wanted = _LAYOUT.sub(b"", line)
        if not any(wanted in content for content in tokens):
            yield line
