"""Waivers: findings that the spec accepts, those whose time is over, and those that nothing needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from msgen.diagnostics import Finding, Location
from msgen.lint.findings import RuleFinding
from msgen.topology.model import Waiver


class Accepted(Struct, frozen=True):
    findings: tuple[RuleFinding, ...]
    complaints: tuple[Finding, ...]


def accept(findings: Iterable[RuleFinding], waivers: Iterable[tuple[Waiver, Location | None]], today: date) -> Accepted:
    """The findings with their waivers applied; a waiver covers its object only, not what is below it."""
    left = list(findings)
    complaints: list[Finding] = []
    for waiver, location in waivers:
        if waiver.until is not None and waiver.until < today:
            complaints.append(_ended(waiver, location))
            continue
        matched = [number for number, finding in enumerate(left) if _matches(waiver, finding)]
        if not matched:
            complaints.append(_unused(waiver, location))
        for number in matched:
            left[number] = replace(left[number], fate="waived", reason=waiver.reason, until=waiver.until)
    return Accepted(tuple(left), tuple(complaints))


def _matches(waiver: Waiver, finding: RuleFinding) -> bool:
    return waiver.rule == finding.rule.id and waiver.on == finding.object_path


def _ended(waiver: Waiver, location: Location | None) -> Finding:
    message = f"the waiver of {waiver.rule} ended on {waiver.until}"
    hint = "mend what it accepts, or give it a new day in `until`"
    return Finding("error", "waiver", waiver.on, message, location, hint)


def _unused(waiver: Waiver, location: Location | None) -> Finding:
    message = f"nothing is left for this waiver: {waiver.rule} does not find anything there"
    return Finding("warning", "waiver", waiver.on, message, location, "remove it")
