"""Findings: the smells of all rules with their severity and place, and what became of each."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal

from msgspec import Struct

from msgen.diagnostics import Finding, Location, Severity
from msgen.lint.rule import Rule, gravity
from msgen.lint.smell import UNITS, Fix, Smell

Fate = Literal["open", "waived", "follows", "known"]


class RuleFinding(Struct, frozen=True):
    """What one rule says about one object."""

    rule: Rule
    smell: Smell
    severity: Severity
    location: Location | None
    assumed: tuple[str, ...] = ()
    """The assumed facts with their values: `payments.scaling.per_pod 50/s`."""
    environment: str | None = None
    """The environment whose overrides cause it; `None` for the design itself."""
    fate: Fate = "open"
    reason: str = ""
    """Of a waived finding the waiver's reason, of one that follows from another the fingerprint of that one."""
    until: date | None = None
    """Of a waived finding: the last day of the waiver."""

    @property
    def object_path(self) -> str:
        return self.smell.object_path

    @property
    def fingerprint(self) -> str:
        """Rule and object, never the line: moving text changes nothing."""
        return f"{self.rule.id} {self.object_path}"

    @property
    def fixes(self) -> tuple[Fix, ...]:
        return self.smell.fixes

    @property
    def shown(self) -> Finding:
        """The finding as people read it."""
        where = f" (in {self.environment})" if self.environment else ""
        notes = (
            *((("because", " -> ".join(self.smell.because)),) if self.smell.because else ()),
            *((("assumed", ", ".join(self.assumed)),) if self.assumed else ()),
        )
        return Finding(
            severity=self.severity,
            code=self.rule.id,
            object_path=self.object_path,
            message=f"{self.smell.message}{where}",
            location=self.location,
            hint=self.smell.hint or _offered(self.smell.fixes),
            notes=notes,
            see=f"msgen explain {self.rule.id}",
        )

    @property
    def order(self) -> tuple[object, ...]:
        """Severity; then the unit of the cost, then its amount, the largest first; then the place."""
        cost, place = self.smell.cost, self.location or Location("", 0, 0)
        unit = UNITS.index(cost.unit) if cost else len(UNITS)
        amount = -cost.amount if cost else 0
        return (
            -gravity(self.severity), unit, amount, place.file, place.line, place.column, self.rule.id, self.object_path,
        )  # fmt: skip


class LintResult(Struct, frozen=True):
    """Everything that the rules said about a design."""

    findings: tuple[RuleFinding, ...]
    """In order, whatever became of them."""
    complaints: tuple[Finding, ...]
    """About waivers: those that have ended, and those that nothing needs."""
    passed: tuple[str, ...]
    """Rules that looked and found nothing."""

    @property
    def open(self) -> tuple[RuleFinding, ...]:
        """Those that count: neither waived, nor known before, nor a consequence of another."""
        return self.of("open")

    def of(self, fate: Fate) -> tuple[RuleFinding, ...]:
        return tuple(finding for finding in self.findings if finding.fate == fate)

    @property
    def shown(self) -> tuple[Finding, ...]:
        """What counts, as people read it; what is wrong with waivers last of its severity."""
        everything = [*(finding.shown for finding in self.open), *self.complaints]
        return tuple(sorted(everything, key=lambda finding: -gravity(finding.severity)))

    def fails(self, on: Severity) -> bool:
        """Something counts that is at least so grave."""
        return any(gravity(finding.severity) >= gravity(on) for finding in self.shown)

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(finding.severity for finding in self.shown)


def _offered(fixes: tuple[Fix, ...]) -> str:
    """One fix as an instruction, several as a numbered choice."""
    if len(fixes) == 1:
        return fixes[0].text
    return "; ".join(f"[{number}] {fix.text}" for number, fix in enumerate(fixes, 1))
