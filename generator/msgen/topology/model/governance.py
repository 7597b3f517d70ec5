"""Who answers for the system, and what was accepted."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Team(Struct, frozen=True):
    name: str
    slack: str | None
    oncall: str | None
    runbooks: str | None
    """Where they are, as written; `none` says that there are none, `None` means the generated ones."""


class Waiver(Struct, frozen=True):
    """A finding that is accepted."""

    rule: str
    on: str
    """The object of the finding, as printed."""
    reason: str
    until: date | None
    number: int
    """Its index in the spec."""
