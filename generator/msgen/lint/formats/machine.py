"""Findings as JSON: every part of each, whatever became of it, and the rules that passed."""

from __future__ import annotations

import json
from typing import Any

from msgen.diagnostics import Finding, Location
from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.smell import REMOVED, Fix

SCHEMA_VERSION = 1


def machine(result: LintResult, folder: str) -> str:
    return json.dumps(data(result, folder), indent=2, ensure_ascii=False) + "\n"


def data(result: LintResult, folder: str) -> dict[str, Any]:
    counts = result.counts
    return {
        "schema_version": SCHEMA_VERSION,
        "findings": [_finding(finding, folder) for finding in result.findings],
        "waivers": [_complaint(finding, folder) for finding in result.complaints],
        "passed": list(result.passed),
        "counts": {severity: counts[severity] for severity in ("error", "warning", "info")},
    }


def _finding(finding: RuleFinding, folder: str) -> dict[str, Any]:
    shown, smell = finding.shown, finding.smell
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title,
        "severity": finding.severity,
        "object": finding.object_path,
        "message": shown.message,
        "location": _location(finding.location, folder),
        "because": list(smell.because),
        "cost": {"amount": float(smell.cost.amount), "unit": smell.cost.unit} if smell.cost else None,
        "assumed": list(finding.assumed),
        "hint": shown.hint,
        "fixes": [_fix(fix) for fix in smell.fixes],
        "fingerprint": finding.fingerprint,
        "environment": finding.environment,
        "state": finding.fate,
        "suppressed_by": finding.reason if finding.fate == "follows" else None,
        "waiver": _waiver(finding),
    }


def _waiver(finding: RuleFinding) -> dict[str, Any] | None:
    if finding.fate != "waived":
        return None
    return {"reason": finding.reason, "until": finding.until.isoformat() if finding.until else None}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [
        {"path": edit.path, "value": None, "action": "remove"}
        if edit.value is REMOVED
        else {"path": edit.path, "value": edit.value, "action": "append" if edit.append else "set"}
        for edit in fix.edits
    ]
    return {"text": fix.text, "edits": edits}


def _complaint(finding: Finding, folder: str) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "object": finding.object_path,
        "message": finding.message,
        "location": _location(finding.location, folder),
        "hint": finding.hint,
    }


def _location(place: Location | None, folder: str) -> dict[str, Any] | None:
    if place is None:
        return None
    file = f"{folder.rstrip('/')}/{place.file}" if folder else place.file
    return {"file": file, "line": place.line, "column": place.column}
