"""Plain data as YAML in block style, and comments put into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any


def as_yaml(value: Mapping[str, Any]) -> str:
    """In block style, as a person writes it."""
    return "".join(f"{line}\n" for line in _block(value))


def _block(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = key if key.replace("-", "").replace("_", "").isalnum() and not key[0].isdigit() else json.dumps(key)
            yield from _entry(f"{name}:", item, "  ")
    else:
        for item in value:
            yield from _entry("-", item, "  ")


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping | list):
        yield f"{head} {json.dumps(item)}"
    elif not item:
        yield f"{head} {'{}' if isinstance(item, Mapping) else '[]'}"
    elif head == "-":
        first, *rest = _block(item)
        yield f"- {first}"
        yield from (f"{indent}{line}" for line in rest)
    else:
        yield head
        yield from (f"{indent}{line}" for line in _block(item))


def commented(text: str, random: Random) -> str:
    """A design with comments on lines of their own and behind values, each another one."""
    lines: list[str] = []
    for number, line in enumerate(text.splitlines()):
        if random.random() < 0.1:
            indent = len(line) - len(line.lstrip(" "))
            lines.append(f"{' ' * indent}# above line {number}")
        lines.append(f"{line}  # beside line {number}" if random.random() < 0.1 else line)
    return "\n".join(lines) + "\n"
