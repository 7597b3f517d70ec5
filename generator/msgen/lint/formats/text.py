"""Findings as a compiler shows its own."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.diagnostics import render
from msgen.lint.findings import LintResult
from msgen.lint.formats.folding import folded
from msgen.lint.rule import gravity
from msgen.spec.document import Document


def text(result: LintResult, document: Document, *, colour: bool = False) -> str:
    """Every finding that counts, the same of several operations in one block, and one line that sums all of them up."""
    shown = render(folded(result.shown, document.folder), document.sources, colour=colour, folder=document.folder)
    return f"{shown}\n{summary(result)}\n" if shown else f"{summary(result)}\n"


def summary(result: LintResult) -> str:
    """One line: how many of each severity count, and how many do not count and why.

    >>> summary(LintResult((), (), ("EVT01",)))
    'no findings; 1 rule passed'
    """
    counts = result.counts
    said = [_counted(counts[severity], severity) for severity in sorted(counts, key=gravity, reverse=True)]
    return "; ".join([", ".join(said) or "no findings", *_left_out(result), _passed(result)])


def _left_out(result: LintResult) -> Iterator[str]:
    if waived := len(result.of("waived")):
        yield f"{waived} waived"
    if consequences := len(result.of("follows")):
        yield f"{consequences} follow{'s' if consequences == 1 else ''} from others"
    if known := len(result.of("known")):
        yield f"{known} in the baseline"


def _passed(result: LintResult) -> str:
    count = len(result.passed)
    return f"{count} rule{'' if count == 1 else 's'} passed"


def _counted(count: int, severity: str) -> str:
    return f"{count} {severity}" if count == 1 or severity == "info" else f"{count} {severity}s"
