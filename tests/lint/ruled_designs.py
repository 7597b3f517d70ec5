"""Designs under one rule: what it finds, offers and mends. The designs are written without their first two lines."""

from __future__ import annotations

from datetime import date

from msgen.lint.fixing import Mended, mend
from msgen.lint.looking import Looking
from msgen.lint.registry import rule
from msgen.spec import read_text

HEADER = "msgen: 1\nname: shop\n"


def looking(identifier: str) -> Looking:
    one = rule(identifier)
    assert one is not None
    return Looking(date(2026, 1, 1), rules=(one,))


def found(identifier: str, design: str) -> dict[str, str]:
    """Messages by object path."""
    _, result = looking(identifier)(read_text(HEADER + design))
    return {finding.object_path: finding.smell.message for finding in result.open}


def offered(identifier: str, design: str) -> list[tuple[str, bool]]:
    """What is offered, and whether a program can do it."""
    _, result = looking(identifier)(read_text(HEADER + design))
    return [(fix.text, bool(fix.edits)) for finding in result.open for fix in finding.fixes]


def mended(identifier: str, design: str, choice: int = 1) -> Mended:
    """After every finding's fix of that number."""
    look, document = looking(identifier), read_text(HEADER + design)
    return mend(document, look, {finding.fingerprint: choice for finding in look(document)[1].open})


def text(result: Mended) -> str:
    return result.document.contents["msgen.yaml"].decode().removeprefix(HEADER)
