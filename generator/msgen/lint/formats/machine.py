"""Findings as JSON: every part of each, whatever became of it, and the rules that passed; and the schema of that."""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec
from msgspec import Struct

from msgen.diagnostics import Finding, Location, Severity
from msgen.lint.findings import Fate, LintResult, RuleFinding
from msgen.lint.smell import REMOVED, Fix, Unit

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Place(Struct, frozen=True):
    file: str
    line: int
    column: int


class PrintedCost(Struct, frozen=True):
    amount: float
    unit: Unit


class PrintedEdit(Struct, frozen=True):
    path: str
    value: Any
    action: Literal["set", "append", "remove"]


class PrintedFix(Struct, frozen=True):
    text: str
    edits: tuple[PrintedEdit, ...]


class Accepted(Struct, frozen=True):
    """The waiver that accepts a finding."""

    reason: str
    until: str | None


class PrintedFinding(Struct, frozen=True):
    rule: str
    title: str
    severity: Severity
    object: str
    message: str
    location: Place | None
    because: tuple[str, ...]
    cost: PrintedCost | None
    assumed: tuple[str, ...]
    hint: str
    fixes: tuple[PrintedFix, ...]
    fingerprint: str
    environment: str | None
    state: Fate
    suppressed_by: str | None
    waiver: Accepted | None


class Complaint(Struct, frozen=True):
    """What is wrong with a waiver."""

    severity: Severity
    object: str
    message: str
    location: Place | None
    hint: str


class Findings(Struct, frozen=True):
    """What `msgen lint --json` prints."""

    schema_version: Literal[1]
    findings: tuple[PrintedFinding, ...]
    waivers: tuple[Complaint, ...]
    passed: tuple[str, ...]
    counts: dict[Severity, int]


def machine(result: LintResult, folder: str) -> str:
    return json.dumps(msgspec.to_builtins(_findings(result, folder)), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Of what `machine` writes."""
    return {"$schema": _DIALECT, "title": "msgen lint --json", **msgspec.json.schema(Findings)}


def _findings(result: LintResult, folder: str) -> Findings:
    counts = result.counts
    severities: tuple[Severity, ...] = ("error", "warning", "info")
    return Findings(
        schema_version=1,
        findings=tuple(_finding(finding, folder) for finding in result.findings),
        waivers=tuple(_complaint(finding, folder) for finding in result.complaints),
        passed=tuple(result.passed),
        counts={severity: counts[severity] for severity in severities},
    )


def _finding(finding: RuleFinding, folder: str) -> PrintedFinding:
    shown, smell = finding.shown, finding.smell
    return PrintedFinding(
        rule=finding.rule.id,
        title=finding.rule.title,
        severity=finding.severity,
        object=finding.object_path,
        message=shown.message,
        location=_place(finding.location, folder),
        because=tuple(smell.because),
        cost=PrintedCost(float(smell.cost.amount), smell.cost.unit) if smell.cost else None,
        assumed=tuple(finding.assumed),
        hint=shown.hint,
        fixes=tuple(_fix(fix) for fix in smell.fixes),
        fingerprint=finding.fingerprint,
        environment=finding.environment,
        state=finding.fate,
        suppressed_by=finding.reason if finding.fate == "follows" else None,
        waiver=_waiver(finding),
    )


def _waiver(finding: RuleFinding) -> Accepted | None:
    if finding.fate != "waived":
        return None
    return Accepted(finding.reason, finding.until.isoformat() if finding.until else None)


def _fix(fix: Fix) -> PrintedFix:
    edits = (
        PrintedEdit(edit.path, None, "remove")
        if edit.value is REMOVED
        else PrintedEdit(edit.path, edit.value, "append" if edit.append else "set")
        for edit in fix.edits
    )
    return PrintedFix(fix.text, tuple(edits))


def _complaint(finding: Finding, folder: str) -> Complaint:
    return Complaint(
        finding.severity, finding.object_path, finding.message, _place(finding.location, folder), finding.hint
    )  # fmt: skip


def _place(place: Location | None, folder: str) -> Place | None:
    if place is None:
        return None
    return Place(f"{folder.rstrip('/')}/{place.file}" if folder else place.file, place.line, place.column)
