"""Where a resolved value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a resolved value comes from."""

    value: Any
    source: str
    """`written`, `profile:<name>`, `derived from ...`, `assumed` or `built-in`."""
    written_at: tuple[str | int, ...] | None = None
    """The YAML path of a written value; the document knows its file and line."""
