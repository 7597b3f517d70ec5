"""What is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from .location import Location

Severity = Literal["error", "warning", "info"]


class Related(Struct, frozen=True):
    """A second place that a finding is about."""

    location: Location
    label: str
    """What is to be seen there, in a few words."""


class Finding(Struct, frozen=True):
    """One problem of a spec or of a design."""

    severity: Severity
    code: str | None
    """The id of the rule; `None` for an error of the spec."""
    object_path: str
    """What it is about: an object path, or for an error of the spec the YAML path; empty for a whole file."""
    message: str
    """One sentence in lower case, without a full stop."""
    location: Location | None = None
    hint: str = ""
    """What to do, or to type, next."""
    label: str = ""
    """A few words beside the caret."""
    see: str = ""
    """A command that tells more."""
    related: tuple[Related, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """Further lines, each with the word before it: what leads to it, what it rests on."""

    @property
    def title(self) -> str:
        """The first line of the finding.

        >>> Finding("error", "RES03", "orders.PlaceOrder.timeout", "too short").title
        'error[RES03]: orders.PlaceOrder.timeout: too short'
        """
        code = f"[{self.code}]" if self.code else ""
        subject = f"{self.object_path}: " if self.object_path else ""
        return f"{self.severity}{code}: {subject}{self.message}"


def by_position(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places, each once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=_position))


def _position(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.location or Location("", 0, 0)
    return (place.file, place.line, place.column, finding.object_path, finding.message)
