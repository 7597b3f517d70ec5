"""Lists on one line."""

from __future__ import annotations

from msgen.merging.text.entries import Entry
from msgen.merging.text.merged import Part
from msgen.merging.text.structure.errors import Unmergeable
from msgen.merging.text.structure.piece import Ended


def as_collection(entry: Entry) -> Entry:
    """The entry as if each item stood on a line of its own."""
    inline = entry.inline
    items = zip(inline.values, inline.texts, strict=True) if inline else ()
    children = tuple(Entry(number, value, 0, b"", b"", text, b"") for number, (value, text) in enumerate(items))
    return Entry(entry.name, entry.value, 0, b"", b"", b"", b"", children, is_list=True)


def with_items(entry: Entry, items: list[list[Part]]) -> Ended:
    """The text of the entry with other items. Raises Unmergeable where one of them is a clash."""
    texts = [b"".join(part for part in item if isinstance(part, bytes)) for item in items]
    if entry.inline is None or any(not isinstance(part, bytes) for item in items for part in item):
        raise Unmergeable
    return Ended(entry.head[: entry.inline.start] + b", ".join(texts) + entry.head[entry.inline.end :], entry.tail)
