"""What msgen makes of a draft: whether it is a spec, what the rules say, what it promises."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from msgspec import Struct

from msgen.cli.wizard.draft import written
from msgen.cli.wizard.sketch import Sketch
from msgen.diagnostics import SpecError
from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.fixing import with_fix
from msgen.lint.looking import Looking
from msgen.spec import Document, read_text
from msgen.spec.editing import UneditableError
from msgen.topology.model import Topology

_looking = Looking(date.min)
"""Nobody has waived anything in a draft: the day does not matter."""


class Look(Struct, frozen=True, eq=False):
    text: str
    document: Document
    topology: Topology
    result: LintResult

    @property
    def open(self) -> dict[str, RuleFinding]:
        """The findings that count, by rule and object."""
        return {finding.fingerprint: finding for finding in self.result.open}


class Complaint(Struct, frozen=True):
    """Why a draft is no spec."""

    message: str


def look_at(sketch: Sketch, choices: tuple[tuple[str, str], ...] = ()) -> Look | Complaint:
    """The draft of a sketch with the fixes that were chosen, by the fingerprint of their findings."""
    seen = _seen(written(sketch))
    for fingerprint, choice in choices:
        seen = _fixed(seen, fingerprint, choice) if isinstance(seen, Look) else seen
    return seen


@lru_cache(maxsize=512)
def _seen(text: str) -> Look | Complaint:
    try:
        document = read_text(text)
        topology, result = _looking(document)
    except SpecError as error:
        finding = error.findings[0]
        return Complaint(f"{finding.message}{f': {finding.hint}' if finding.hint else ''}")
    return Look(text, document, topology, result)


def _fixed(seen: Look, fingerprint: str, choice: str) -> Look | Complaint:
    """The draft after a fix; as it was where there is nothing to mend or a person's eye is needed."""
    if fingerprint not in seen.open or not choice.isdecimal():
        return seen
    return after_fix(seen, fingerprint, int(choice)) or seen


@lru_cache(maxsize=512)
def after_fix(seen: Look, fingerprint: str, number: int) -> Look | None:
    """The draft with one way, counted from 1, to settle a finding; `None` where no program can go that way."""
    fixes = seen.open[fingerprint].fixes
    if not 1 <= number <= len(fixes):
        return None
    try:
        document = with_fix(seen.document, seen.topology, fixes[number - 1], _looking)
    except (UneditableError, SpecError):
        return None
    fixed = _seen(document.contents[next(iter(document.contents))].decode())
    return fixed if isinstance(fixed, Look) else None
