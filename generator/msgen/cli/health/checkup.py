"""What was looked at, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from msgspec import Struct

Status = Literal["pass", "warn", "fail"]


class Check(Struct, frozen=True):
    group: str
    name: str
    status: Status
    found: str
    """What is there, or what is wrong."""
    fix: str = ""
    """What to type or to do; empty where all is well."""


class Setting(Struct, frozen=True):
    option: str
    commands: tuple[str, ...]
    """Those for which it counts; `msgen` is the program itself."""
    value: str
    source: str
    """A variable, a file with its line, or `default`."""


class Counts(Struct, frozen=True):
    passed: int
    warned: int
    failed: int


class Checkup(Struct, frozen=True):
    """What `msgen doctor --json` prints."""

    schema_version: Literal[1]
    counts: Counts
    checks: tuple[Check, ...]
    settings: tuple[Setting, ...]


def checkup(checks: tuple[Check, ...], settings: tuple[Setting, ...]) -> Checkup:
    found = Counter(check.status for check in checks)
    return Checkup(1, Counts(found["pass"], found["warn"], found["fail"]), checks, settings)
