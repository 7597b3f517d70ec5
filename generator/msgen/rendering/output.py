"""What rendering a blueprint wrote, before it is known whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Output(Struct, frozen=True):
    path: str
    content: bytes
    """Or the target of a symbolic link."""
    mode: int
    template: str
    """The template's path below the blueprint; empty where the renderer does not tell."""
    values: Mapping[str, Any]
    """What path parts added by `yield`, by name."""
