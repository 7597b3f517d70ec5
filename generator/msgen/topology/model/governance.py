"""Who answers for the system, and what was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    slack: str | None
    oncall: str | None
    runbooks: str | None
    """Where they are, as written; `none` says that there are none, `None` means the generated ones."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted."""

    rule: str
    on: str
    """The object of the finding, as printed."""
    reason: str
    until: date | None
    number: int
    """Its index in the spec."""
