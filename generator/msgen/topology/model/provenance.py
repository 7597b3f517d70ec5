"""Where a resolved value comes from."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

YamlPath = tuple[str | int, ...]
"""Keys and list indices, from the top of the spec."""


class Provenance(Struct, frozen=True):
    """Where a resolved value comes from."""

    value: Any
    source: str
    """`written`, `profile:<name>`, `derived from ...`, `assumed` or `built-in`."""
    written_at: YamlPath | None = None
    """The YAML path of a written value; the document knows its file and line."""

    @property
    def is_written(self) -> bool:
        return self.written_at is not None

    @property
    def is_assumed(self) -> bool:
        """A fact that nobody gave: verdicts that rest on it say so."""
        return self.source == "assumed"
