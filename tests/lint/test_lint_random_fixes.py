"""`--fix` on whatever the language allows: the spec stays valid, gets no new error, and loses no comment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from random_designs import commented, random_design

from msgen.diagnostics import SpecError
from msgen.lint.findings import LintResult
from msgen.lint.fixing import Mended, mend
from msgen.lint.looking import Looking
from msgen.spec import read_text

LOOKING = Looking(date(2026, 1, 1))
CHOSEN = os.environ.get("MSGEN_RANDOM_DESIGNS")

_LONG = frozenset({3, 5, 11, 14, 18, 19, 20})
"""They have so much to mend that it takes tens of seconds."""


def chosen() -> Sequence[int]:
    if CHOSEN is None:
        return [seed for seed in range(24) if seed not in _LONG]
    first, _, last = CHOSEN.partition("-")
    return range(int(first), int(last or first) + 1)


@pytest.mark.parametrize("seed", chosen())
def test_automatic_fixes_do_no_harm_and_end(seed: int) -> None:
    assert harm_done(seed) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", [*sorted(_LONG), *range(24, 300)])
def test_automatic_fixes_of_many_designs_do_no_harm_and_end(seed: int) -> None:
    assert harm_done(seed) == []


def harm_done(seed: int) -> list[str]:
    """What a mended design lacks or has too much; nothing for an invalid one."""
    design = commented(random_design(seed), Random(seed))
    try:
        once = mended(design)
    except SpecError:
        return []
    _, before = LOOKING(read_text(design))
    _, after = LOOKING(once.document)
    return [
        *(f"new error: {error}" for error in sorted(errors(after) - errors(before))),
        *(f"lost comment: {comment}" for comment in comments(design) if comment not in text(once)),
        *(f"fixed again: {done.finding.fingerprint}" for done in mended(text(once)).applied),
    ]


def mended(design: str) -> Mended:
    return mend(read_text(design), LOOKING, {})


def text(found: Mended) -> str:
    return found.document.contents["msgen.yaml"].decode()


def errors(result: LintResult) -> set[str]:
    return {finding.fingerprint for finding in result.open if finding.severity == "error"}


def comments(design: str) -> list[str]:
    """Those on lines of their own; one behind a setting may go with it."""
    return [line.strip() for line in design.splitlines() if line.strip().startswith("#")]
