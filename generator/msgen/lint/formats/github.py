"""Findings as annotations of a workflow: one line each."""

from __future__ import annotations

from msgen.diagnostics import Finding
from msgen.lint.findings import LintResult

_WORDS = {"error": "error", "warning": "warning", "info": "notice"}


def github(result: LintResult, folder: str) -> str:
    return "".join(f"{_line(finding, folder)}\n" for finding in result.shown)


def _line(finding: Finding, folder: str) -> str:
    place = finding.location
    where = ""
    if place is not None:
        file = f"{folder.rstrip('/')}/{place.file}" if folder else place.file
        where = f"file={_property(file)},line={place.line},col={place.column},"
    hint = f" ({finding.hint})" if finding.hint else ""
    title = _property(finding.code or "msgen")
    return (
        f"::{_WORDS[finding.severity]} {where}title={title}::{_data(f'{finding.object_path}: {finding.message}{hint}')}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
