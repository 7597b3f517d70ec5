"""What the help of a command says beside its arguments and options."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Section(StrEnum):
    """The groups of commands, in the order of the help."""

    DESIGN = "Design"
    GENERATE = "Generate"
    UNDERSTAND = "Understand"
    RUN = "Run"
    TOOL = "Tool"


class Page(Struct, frozen=True):
    section: Section
    examples: tuple[str, ...]
    """Whole command lines that work; a test runs each."""
    exits: Mapping[int, str]
    """What each code means that the command can end with, besides those of every command."""
