"""What the help of a command says beside its arguments and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The groups of commands, in the order of the help."""

    DESIGN = "Design"
    GENERATE = "Generate"
    UNDERSTAND = "Understand"
    RUN = "Run"
    TOOL = "Tool"


@dataclass(frozen=True, slots=True)
class Page:
    section: Section
    examples: tuple[str, ...]
    """Whole command lines that work; a test runs each."""
    exits: Mapping[int, str]
    """What each code means that the command can end with, besides those of every command."""
