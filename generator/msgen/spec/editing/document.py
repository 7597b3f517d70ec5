"""Changes of a whole spec, whichever of its files they fall into."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from msgen.spec.document import Document, Path
from msgen.spec.model_keys import model_at

from . import text as change_text
from .nodes import Entry, entry_at, root_of
from .problems import UneditableError


class Change(Struct, frozen=True):
    """One change: a value set, a key or an item of a list added, or something taken away."""

    path: Path
    value: Any = None
    append: bool = False
    """The value is one more item of the list at the path."""
    remove: bool = False


def edited(document: Document, change: Change) -> Mapping[str, bytes]:
    """The contents of the spec's files after the change.

    Raises UneditableError where an anchor, or the way something is written, needs a person's eye.
    """
    known = document.nearest(change.path)
    place = document.places[known]
    if place.used_at is not None:
        raise UneditableError(f"it comes from the anchor at {place.key}")
    name = place.key.file if known else next(iter(document.sources))
    content = document.contents[name]
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    before = content.removeprefix(mark).decode()
    root = root_of(before)
    entry = entry_at(root, place.key) if known else root
    return {**document.contents, name: mark + _changed(before, entry, known, change).encode()}


def _changed(text: str, entry: Entry, known: Path, change: Change) -> str:
    missing = change.path[len(known) :]
    if change.remove:
        if missing:
            raise UneditableError("it is not written")
        return change_text.without(text, entry)
    if not missing:
        return (change_text.with_item if change.append else change_text.with_value)(text, entry, change.value)
    key, *below = missing
    value: Any = [change.value] if change.append else change.value
    for part in reversed(below):
        value = {part: value}
    if isinstance(key, int):
        raise UneditableError("the list has no such item")
    model = model_at(known)
    return change_text.with_key(text, entry, key, value, model.short_key if model else None)
