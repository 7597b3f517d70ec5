"""Pages of rules: designs that show a smell with its findings marked in them, and designs that do not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from msgen.diagnostics import Finding

_SECTION = re.compile(r"^## (Bad|Good|Before|Manifests)\n(?:.*?\n)??```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^ *#(?P<space> *)(?:\^+|<) (?P<title>.*)$")


class Mark(Struct, frozen=True, order=True):
    """A finding as a page shows it: a comment below the line, with carets below the place."""

    line: int
    """Of the finding, counted without the marks."""
    column: int
    title: str


def designs(page: str) -> dict[str, str]:
    """The designs of a page by their headings, marks included."""
    return {heading.lower(): text for heading, text in _SECTION.findall(page)}


def unmarked(design: str) -> tuple[str, tuple[Mark, ...]]:
    """A design without its marks, and the marks."""
    lines: list[str] = []
    marks: list[Mark] = []
    for line in design.splitlines(keepends=True):
        found = _MARK.match(line.rstrip("\n"))
        if found is None:
            lines.append(line)
            continue
        column = 1 if "<" in line[: found.start("title")] else line.index("^") + 1
        marks.append(Mark(len(lines), column, found["title"]))
    return "".join(lines), tuple(sorted(marks))


def marks_of(findings: Iterable[Finding]) -> tuple[Mark, ...]:
    """The marks that a page would have for the findings."""
    places = ((finding.location, finding.title) for finding in findings)
    return tuple(sorted(Mark(place.line, place.column, title) for place, title in places if place is not None))


def marked(design: str, findings: Iterable[Finding]) -> str:
    """A design without marks, with marks for the findings."""
    below: dict[int, list[str]] = {}
    for finding in sorted(findings, key=lambda finding: finding.location.column if finding.location else 0):
        place = finding.location
        if place is None:
            continue
        width = max(1, min((place.end_column or place.column + 1) - place.column, 30))
        mark = f"#{' ' * (place.column - 2)}{'^' * width}" if place.column > 1 else "#<"
        below.setdefault(place.line, []).append(f"{mark} {finding.title}\n")
    lines = design.splitlines(keepends=True)
    return "".join(line + "".join(below.get(number, ())) for number, line in enumerate(lines, 1))
