"""A checkup for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgen.cli.health.checkup import Check, Checkup
from msgen.cli.health.settings import DEFAULT

_COLOURS = {"pass": "32", "warn": "33;1", "fail": "31;1"}


def text(found: Checkup, *, colour: bool) -> str:
    return "\n".join(_lines(found, colour)) + "\n"


def _lines(found: Checkup, colour: bool) -> Iterator[str]:
    width = max(len(check.name) for check in found.checks)
    for group, checks in groupby(found.checks, key=lambda check: check.group):
        yield group
        for check in checks:
            yield from _check(check, width, colour)
        yield ""
    yield from _settings(found)
    counts = found.counts
    yield f"{counts.passed} passed, {counts.warned} warnings, {counts.failed} failed"


def _check(check: Check, width: int, colour: bool) -> Iterator[str]:
    status = f"\x1b[{_COLOURS[check.status]}m{check.status}\x1b[0m" if colour else check.status
    yield f"  {status}  {check.name:<{width}}  {check.found}"
    if check.fix:
        yield f"{'':{width + 10}}fix: {check.fix}"


def _settings(found: Checkup) -> Iterator[str]:
    own = [setting for setting in found.settings if setting.source != DEFAULT]
    if own:
        yield "settings"
    for setting in own:
        yield f"  {setting.option} {setting.value}  from {setting.source}, for {', '.join(setting.commands)}"
    yield f"{'all other' if own else 'all'} settings have their defaults; `msgen doctor --json` lists them"
    yield ""
