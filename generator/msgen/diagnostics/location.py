"""Places in files."""

from __future__ import annotations

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """A place in a file; lines and columns count from 1."""

    file: str
    """Path of the file, as it is shown."""
    line: int
    column: int
    end_column: int | None = None
    """The column after the last marked character; `None` where the end stands on another line."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
