"""Which files are read as entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath

from msgen.merging.text.entries.entry import Entry
from msgen.merging.text.entries.json_text import json_entries
from msgen.merging.text.entries.requirements import requirement_entries
from msgen.merging.text.entries.toml_text import toml_entries
from msgen.merging.text.entries.yaml_text import yaml_entries

_READERS: dict[str, Callable[[bytes], Entry]] = {
    ".json": json_entries,
    ".toml": toml_entries,
    ".yaml": yaml_entries,
    ".yml": yaml_entries,
}
_REQUIREMENTS = ("requirements", "constraints")


@lru_cache(maxsize=16)
def read_entries(content: bytes, path: str) -> Entry | None:
    """The file as one entry; None where it is of another kind or cannot be read.

    A merge asks for the same few texts again and again, and reading YAML is slow.
    """
    reader = _reader(PurePosixPath(path))
    if reader is None:
        return None
    try:
        entry = reader(content)
    except (ValueError, RecursionError, MemoryError):
        return None
    return entry if entry.text == content else None


def has_entries(path: str) -> bool:
    return _reader(PurePosixPath(path)) is not None


def _reader(path: PurePosixPath) -> Callable[[bytes], Entry] | None:
    if path.suffix == ".txt" and any(part.startswith(_REQUIREMENTS) for part in path.parts[-2:]):
        return requirement_entries
    return _READERS.get(path.suffix)
