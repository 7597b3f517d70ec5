"""YAML, JSON and TOML by entries: a simple value with its key, the first or last line of a collection, a comment."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.merging.text.entries import Entry, read_entries
from msgen.merging.text.layout.unit import Reader, Unit, with_gaps


def data_reader(path: str, *, whole_lists: bool = False) -> Reader:
    """The reader for files with this name; with `whole_lists`, a list of simple values is a unit however it stands."""

    def data_units(content: bytes) -> list[Unit] | None:
        root = read_entries(content, path)
        return with_gaps(list(_units(root, 0, whole_lists)), content) if root else None

    return data_units


def _units(entry: Entry, depth: int, whole_lists: bool, mark: str = "") -> Iterator[Unit]:
    """The units of an entry at a depth; `mark` tells the first key of an item from the others."""
    line = entry.line
    yield from _lines(entry.lead, line)
    line += entry.lead.count(b"\n")
    if entry.children is None:
        yield Unit(line, line + 1, (depth, mark, entry.said_itself))
        return
    if whole_lists and _is_plain_list(entry):
        yield Unit(line, line + 1, (depth, mark, ("simple", entry.known_as, entry.value, entry.comment, b"")))
        return
    if entry.head:
        yield Unit(line, line + 1, (depth, mark, entry.known_as, entry.is_list, entry.comment))
    for number, child in enumerate(entry.children):
        yield from _units(child, depth + 1, whole_lists, f"{mark}-" if entry.shares_line and number == 0 else "")
    yield from _lines(entry.foot, entry.end - (entry.foot + entry.tail).count(b"\n"))


def _is_plain_list(entry: Entry) -> bool:
    """Of simple values, without a comment, so that it could stand on one line as well."""
    children = entry.children or ()
    return (
        entry.is_list
        and b"#" not in entry.core
        and all(child.children is None and not child.comment for child in children)
    )


def _lines(text: bytes, line: int) -> Iterator[Unit]:
    """The lines of a text between entries: comments, and the bracket at the end of a collection."""
    for number, row in enumerate(text.split(b"\n"), line):
        if row.strip():
            yield Unit(number, number + 1, ("line", row.strip()))
