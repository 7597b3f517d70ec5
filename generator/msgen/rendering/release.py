"""Versions of blueprints and of tools, to be compared."""

from __future__ import annotations

import re

RELEASE = re.compile(r"\d+(?:\.\d+)*")


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version, to be compared.

    >>> release("1.4") < release("1.10"), release("2.0") == release("2"), release("0.3.0.dev1") == release("0.3")
    (True, True, True)
    """
    found = RELEASE.match(version)
    numbers = [int(number) for number in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
