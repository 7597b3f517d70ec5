"""What a rule is: a record of what it looks for, and a function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from msgen.diagnostics import Severity
from msgen.topology.model import Topology

Profile = Literal["minimal", "standard", "production"]
_SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Smell:
    """One object of the design in which a rule found what it looks for."""

    object_path: str
    message: str
    """One sentence in lower case, without a full stop."""
    hint: str = ""
    """What to do, or to type, next."""


Check = Callable[[Topology], Iterable[Smell]]
"""Pure: no disk, no clock, no order but that of the topology."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    """Family and two digits: `EVT01`."""
    title: str
    """Names the smell, never the cure."""
    severity: Severity
    """In the profile `standard`."""
    covers: tuple[str, ...]
    """The items of the architect's work that it serves."""
    source: str
    """Who names the problem."""
    check: Check

    def severity_in(self, profile: Profile) -> Severity:
        """`minimal` shows errors as warnings, `production` raises everything by one step."""
        if profile == "minimal":
            return "warning" if self.severity == "error" else self.severity
        step = 1 if profile == "production" else 0
        return _SEVERITIES[min(_SEVERITIES.index(self.severity) + step, len(_SEVERITIES) - 1)]


def gravity(severity: Severity) -> int:
    """Larger is graver."""
    return _SEVERITIES.index(severity)
