"""The last look before anything is written: is every line that a person wrote still somewhere?"""

from __future__ import annotations

from collections.abc import Iterable

from msgen.merging.change_set import Change
from msgen.merging.text import is_binary, lost_lines
from msgen.merging.threeway.trio import Trio


def lost(trio: Trio, change: Change, generated: frozenset[bytes]) -> tuple[bytes, ...]:
    """Lines of a person that the change would lose; of a binary file or a link, all of it.

    `generated` has the lines of every file that msgen wrote last: a line that is among them is nobody's edit.
    """
    yours = trio.yours
    if yours is None or not trio.is_edited or not _overwrites(trio, change):
        return ()
    results = [write.after.content for write in change.writes if write.after is not None]
    if yours.is_link or is_binary(yours.content):
        return () if yours.content in results else (yours.content,)
    base = trio.base.content if trio.base is not None else b""
    missing = lost_lines(base, yours.content, results, how=change.how, path=yours.path)
    return tuple(line for line in missing if line.rstrip() not in generated)


def lines_of(contents: Iterable[bytes]) -> frozenset[bytes]:
    """Every line, without its ending."""
    return frozenset(line.rstrip() for content in contents for line in content.split(b"\n"))


def _overwrites(trio: Trio, change: Change) -> bool:
    yours = trio.yours
    return yours is not None and any(write.path == trio.before(yours.path) for write in change.writes)
