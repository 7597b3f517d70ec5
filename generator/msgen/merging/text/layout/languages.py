"""Which texts can be read, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from msgen.merging.text.entries import has_entries
from msgen.merging.text.layout.data import data_reader
from msgen.merging.text.layout.python import is_python, python_units
from msgen.merging.text.layout.unit import Reader, keys


@dataclass(frozen=True, slots=True)
class Language:
    read: Reader
    is_valid: Callable[[bytes], bool]

    def says(self, one: bytes, other: bytes) -> bool:
        """Whether two texts are readable and say the same."""
        units, others = self.read(one), self.read(other)
        return units is not None and others is not None and keys(units) == keys(others) and self.is_valid(one)


def language_of(path: str, *, whole_lists: bool = False) -> Language | None:
    if PurePosixPath(path).suffix in (".py", ".pyi"):
        return Language(python_units, is_python)
    if not has_entries(path):
        return None
    read = data_reader(path, whole_lists=whole_lists)
    return Language(read, lambda content: read(content) is not None)
