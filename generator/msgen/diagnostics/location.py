"""Places in files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1."""

    file: str
    """Path of the file, as it is shown."""
    line: int
    column: int
    end_column: int | None = None
    """The column after the last marked character; `None` where the end stands on another line."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
