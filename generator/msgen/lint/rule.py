"""What a rule is: a record of what it looks for, and a function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from msgen.diagnostics import Severity
from msgen.lint.review import Review
from msgen.lint.smell import Smell

Profile = Literal["minimal", "standard", "production"]
_SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

Check = Callable[[Review], Iterable[Smell]]
"""Pure: no disk, no clock, no order but that of the topology."""


class Rule(Struct, frozen=True):
    id: str
    """Family and two digits: `EVT01`."""
    title: str
    """Names the smell, never the cure."""
    severity: Severity
    """In the profile `standard`; the gravest, where smells differ."""
    covers: tuple[str, ...]
    """The items of the architect's work that it serves: steps `S1` to `S7`, practices `B1` to `B15`."""
    source: str
    """Who names the problem."""
    condition: str
    """When it fires, as one sentence or a formula."""
    fix: Literal["automatic", "choice", "none"]
    check: Check
    off_in: tuple[Profile, ...] = ()
    """Profiles that leave it out."""
    reads: Literal["design", "previous", "manifests"] = "design"
    """What it needs besides the design."""

    @property
    def family(self) -> str:
        return self.id.rstrip("0123456789")

    def severity_in(self, profile: Profile, own: Severity | None = None, *, assumed: bool = False) -> Severity:
        """The severity of a smell: first moved by the profile, then one step lower where it rests on assumed facts.

        `minimal` shows errors as warnings, `production` raises everything by one step; `own` replaces the rule's.
        """
        step = gravity(own or self.severity)
        if profile == "minimal":
            step = min(step, gravity("warning"))
        elif profile == "production":
            step = min(step + 1, gravity("error"))
        return _SEVERITIES[max(0, step - 1) if assumed else step]


def gravity(severity: Severity) -> int:
    """Larger is graver."""
    return _SEVERITIES.index(severity)
