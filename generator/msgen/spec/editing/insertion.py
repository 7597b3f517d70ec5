"""One more entry in a spec, laid out as its neighbours are; every character that is there stays."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from msgen.spec.document import Document, Path
from msgen.spec.model_keys import model_at

from .lines import with_item, with_pair
from .nodes import Entry, children, root_of, start_of
from .problems import UneditableError


class Insertion(Struct, frozen=True):
    """A key with its value, or an item of a list."""

    path: Path
    """Of the new key; of an item, the path of its list."""
    value: Any
    is_item: bool = False
    file: str = ""
    """The file of the spec that gets it; `msgen.yaml` unless given."""


def inserted(document: Document, insertion: Insertion) -> Mapping[str, bytes]:
    """The contents of the spec's files with one more entry.

    Raises UneditableError where an anchor, or the way something is written, needs a person's eye.
    """
    _refuse_aliases(document, insertion.path)
    name = insertion.file or next(iter(document.sources))
    content = document.contents[name]
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    text = content.removeprefix(mark).decode()
    root = root_of(text)
    path = _path_in(root, insertion.path)
    entry, missing = _nearest(text, root, path)
    return {**document.contents, name: mark + _changed(text, entry, missing, insertion).encode()}


def _changed(text: str, entry: Entry, missing: Path, insertion: Insertion) -> str:
    if not missing:
        if not insertion.is_item:
            raise UneditableError("it is written already")
        return with_item(text, entry, insertion.value)
    key, *below = missing
    value: Any = [insertion.value] if insertion.is_item else insertion.value
    for part in reversed(below):
        value = {part: value}
    model = model_at(insertion.path[: len(insertion.path) - len(missing)])
    return with_pair(text, entry, str(key), value, model.short_key if model else None)


def _path_in(root: Entry, path: Path) -> Path:
    """The path of an entry within a file: the keys of a context stand at the top of its own file."""
    contexts = {key.value: value.value for key, value in root.value.value}
    if path[:1] == ("contexts",) and "context" in contexts and path[1:2] == (contexts["context"],):
        return path[2:]
    return path


def _nearest(text: str, root: Entry, path: Path) -> tuple[Entry, Path]:
    """The longest part of a path that is written, and what is missing after it."""
    entry = root
    for number, part in enumerate(path):
        _refuse_shared(text, entry)
        below = next((child for child in children(entry.value) if _is(child, part)), None)
        if below is None:
            return entry, path[number:]
        if start_of(below.value) < below.start:
            raise UneditableError("it comes from an anchor")
        entry = below
    _refuse_shared(text, entry)
    return entry, ()


def _is(entry: Entry, part: str | int) -> bool:
    return entry.number == part if entry.key is None else entry.key.value == part


def _refuse_aliases(document: Document, path: Path) -> None:
    place = document.place(path)
    if place.used_at is not None:
        raise UneditableError(f"it comes from the anchor at {place.key}")


def _refuse_shared(text: str, entry: Entry) -> None:
    """What is added to an anchor would be added wherever the anchor is used."""
    anchor = entry.value.anchor
    if anchor and f"*{anchor}" in text:
        raise UneditableError(f"`*{anchor}` stands for it elsewhere")
