"""YAML of plain values: block style, keys in the order given, the same bytes everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"(?:[A-Za-z_$]|\.?/)[A-Za-z0-9_$./+{}-]*(?: [A-Za-z0-9_(`][A-Za-z0-9_./()`'+-]*,?)*[,.]?")
"""Words that begin like a word or a path; `: ` and ` #`, which would end them, cannot occur."""
_WORDS_WITH_A_MEANING = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Also those of YAML 1.1, which many readers still follow."""


def yaml_text(document: Mapping[str, Any]) -> str:
    """The document as YAML, ending in a line break.

    >>> print(yaml_text({"info": {"title": "Orders"}, "tags": ["a", "no"], "empty": {}}), end="")
    info:
      title: Orders
    tags:
      - a
      - "no"
    empty: {}
    """
    return "".join(f"{line}\n" for line in _mapping(document))


def scalar_text(value: Any) -> str:
    """One value on one line: plain where no reader could take it for something else, else in double quotes."""
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS_WITH_A_MEANING
        return value if is_plain else _double_quoted(value)
    return json.dumps(value)


def _double_quoted(value: str) -> str:
    """JSON text, which YAML reads alike once nothing unprintable is left in it."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def _mapping(mapping: Mapping[str, Any]) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(f"{scalar_text(key)}:", value)


def _entry(head: str, value: Any) -> Iterator[str]:
    if _is_block(value):
        yield head
        yield from _indented(_block(value))
    else:
        yield f"{head} {_inline(value)}"


def _sequence(items: Sequence[Any]) -> Iterator[str]:
    for item in items:
        if _is_block(item):
            first, *rest = _block(item)
            yield f"- {first}"
            yield from _indented(rest)
        else:
            yield f"- {_inline(item)}"


def _block(value: Any) -> Iterator[str]:
    return _mapping(value) if isinstance(value, Mapping) else _sequence(value)


def _is_block(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else scalar_text(value)


def _indented(lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
