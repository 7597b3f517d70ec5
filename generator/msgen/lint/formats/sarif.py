"""Findings as SARIF 2.1.0, which code hosts show beside the lines."""

from __future__ import annotations

import json
from typing import Any

from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.registry import page
from msgen.lint.rule import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(result: LintResult, folder: str, version: str) -> str:
    rules = {finding.rule.id: finding.rule for finding in result.findings}
    identifiers = sorted(rules)
    driver = {
        "name": "msgen",
        "version": version,
        "rules": [_rule(rules[identifier]) for identifier in identifiers],
    }
    results = [_result(finding, identifiers.index(finding.rule.id), folder) for finding in result.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    text = page(rule.id) or rule.condition
    return {
        "id": rule.id,
        "name": rule.title.title().replace(" ", ""),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.condition},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": list(rule.covers)},
    }


def _result(finding: RuleFinding, index: int, folder: str) -> dict[str, Any]:
    shown = finding.shown
    found: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.object_path}: {shown.message}" + (f"\n{shown.hint}" if shown.hint else "")},
        "partialFingerprints": {"ruleAndObject/v1": finding.fingerprint},
    }
    place = finding.location
    if place is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        if place.end_column is not None:
            region["endColumn"] = place.end_column
        file = f"{folder.rstrip('/')}/{place.file}" if folder else place.file
        found["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": file}, "region": region}}]
    if finding.fate == "waived":
        found["suppressions"] = [{"kind": "inSource", "justification": finding.reason}]
    elif finding.fate in ("follows", "known"):
        reason = f"follows from {finding.reason}" if finding.fate == "follows" else "known before"
        found["suppressions"] = [{"kind": "external", "justification": reason}]
    return found
