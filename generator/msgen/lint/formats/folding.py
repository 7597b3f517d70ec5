"""One rule that says the same of several objects side by side is read once, with the place of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from msgen.diagnostics import Finding


def folded(findings: Iterable[Finding], folder: str) -> tuple[Finding, ...]:
    """The first of those that differ in object and place only, with the others named below it."""
    alike: dict[object, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(_sameness(finding), []).append(finding)
    return tuple(_with_others(*group, folder=folder) for group in alike.values())


def _sameness(finding: Finding) -> object:
    around = finding.object_path.partition("->")[0].rpartition(".")[0]
    if not around or finding.location is None or finding.related or finding.label:
        return finding
    return finding.severity, finding.code, around, finding.message, finding.hint, finding.notes


def _with_others(first: Finding, *others: Finding, folder: str) -> Finding:
    return replace(first, notes=(*first.notes, *_named(others, folder))) if others else first


def _named(others: Iterable[Finding], folder: str) -> Iterator[tuple[str, str]]:
    above = f"{folder.rstrip('/')}/" if folder else ""
    for other in others:
        yield "also", f"{other.object_path} --> {above}{other.location}"
