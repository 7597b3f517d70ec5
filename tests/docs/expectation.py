"""Whether a command said what its page shows.

A line `...` stands for any number of lines. What differs from run to run counts as equal: ports, times, ids, sizes.
"""

from __future__ import annotations

import re
from difflib import unified_diff

_VARYING = (
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b[0-9a-f]{16}(?:[0-9a-f]{16})?\b"), "ID"),
    (re.compile(r"\b2\d{4}\b"), "PORT"),
    (re.compile(r"(?<=duration_ms=)[0-9.]+"), "MS"),
    (re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), "DATE"),
    (re.compile(r"\d+(?= (?:create|files)$)", re.MULTILINE), "N"),
)


def difference(shown: str, said: str) -> str:
    """How the two differ, for a person to read; empty where they agree."""
    expected, actual = _settled(shown), _settled(said)
    if re.fullmatch(_pattern(expected), actual):
        return ""
    return "\n".join(unified_diff(expected.splitlines(), actual.splitlines(), "shown", "said", lineterm=""))


def _settled(text: str) -> str:
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def _pattern(expected: str) -> str:
    lines = expected.splitlines()
    return "".join(r"(?:.*\n)*?" if line == "..." else f"{re.escape(line)}\\n" for line in lines)
