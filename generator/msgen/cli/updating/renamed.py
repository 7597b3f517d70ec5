"""The lines of people's files in which an update changes names, because something is called otherwise now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from msgen.merging.change_set import Change


class RenamedLine(Struct, frozen=True):
    path: str
    """Below the destination, as it is from now on."""
    line: int
    """From 1, as the lines are counted from now on."""
    text: str
    """As it reads from now on."""


def renamed_lines(changes: Iterable[Change]) -> Iterator[RenamedLine]:
    for change in changes:
        after = next((write.after for write in change.writes if write.after is not None), None)
        if after is None or not change.renamed:
            continue
        lines = after.content.decode(errors="replace").splitlines()
        yield from (RenamedLine(change.path, number, lines[number - 1].strip()) for number in change.renamed)
