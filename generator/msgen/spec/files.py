"""One file of a spec as data with places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from msgen.diagnostics import Finding

from .document import Document, Place
from .document import Path as EntryPath
from .plain import Construction
from .source import Source, UnreadableSourceError, checked, decoded, load
from .syntax import within
from .tree import UnreadableError, compose


class ReadFile(Struct, frozen=True):
    """A file that was read, or what keeps it from being read."""

    source: Source
    data: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[EntryPath, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """What is wrong without keeping the file from being used."""
    unreadable: tuple[Finding, ...] = ()
    """Why there is no data."""

    def document(self) -> Document:
        source = self.source
        return Document(
            self.data,
            self.places,
            sources={source.file: source.lines},
            contents={source.file: source.content},
            findings=self.findings,
        )


def read_file(path: Path, shown: str) -> ReadFile:
    """The file at `path`, which findings call `shown`."""
    try:
        source = load(path, shown)
    except UnreadableSourceError as error:
        return ReadFile(error.source, unreadable=error.findings)
    return _constructed(source)


def read_content(content: bytes, shown: str) -> ReadFile:
    """Bytes as if they were those of a file called `shown`."""
    try:
        source = decoded(content, shown)
    except UnreadableSourceError as error:
        return ReadFile(error.source, unreadable=error.findings)
    return _constructed(source)


def read_source(text: str, shown: str) -> ReadFile:
    """A text as if it were a file called `shown`."""
    try:
        source = replace(checked(text.removeprefix("\ufeff"), shown), content=text.encode("utf-8", "surrogatepass"))
    except UnreadableSourceError as error:
        return ReadFile(error.source, unreadable=error.findings)
    return _constructed(source)


def _constructed(source: Source) -> ReadFile:
    construction = Construction()
    try:
        root = compose(source.text, source.file, source.lines)
        data = construction.build(root) if root is not None else None
    except UnreadableError as error:
        return ReadFile(source, unreadable=(*construction.findings, *error.findings))
    if not isinstance(data, dict):
        return ReadFile(source, unreadable=(_no_map(source, root is None or data is None),))
    return ReadFile(source, data, construction.places, tuple(construction.findings))


def _no_map(source: Source, empty: bool) -> Finding:
    said = "the file holds nothing but comments" if empty else "a spec is a map of keys"
    return Finding("error", None, "", said, within(source.file, source.lines, 0, 0), "begin with `msgen: 1`")
