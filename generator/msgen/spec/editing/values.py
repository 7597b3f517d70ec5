"""Plain data as YAML on one line, as a person writes it."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9_/.][A-Za-z0-9_/.%+>=<()|@? -]*(?<! )")
_PLAIN_IN_BLOCK = re.compile(r"[^\W\d_][^\x00-\x1f\x7f:]*(?<! )|" + _PLAIN.pattern)
_OTHER_TYPE = re.compile(r"(?i:true|false|null|yes|no|on|off|~|[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|0[xo].*)")
_WORDS = frozenset({"on", "off", "yes", "no"})
"""Texts in YAML 1.2, whatever older parsers made of them."""


def on_one_line(value: Any) -> str:
    """The value in flow style.

    >>> on_one_line({"to": "payments.Pay", "timeout": "900ms", "tries": 2, "tags": ["a, b", "1.10"]})
    '{to: payments.Pay, timeout: 900ms, tries: 2, tags: ["a, b", "1.10"]}'
    """
    match value:
        case dict():
            return "{" + ", ".join(f"{_text(str(key))}: {on_one_line(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(on_one_line(item) for item in value) + "]"
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case str():
            return _text(value)
    return str(value)


def in_block(value: Any) -> str:
    """A scalar in block style, where commas and brackets mean nothing.

    >>> in_block("GET /orders/{id}"), in_block("yes: no")
    ('GET /orders/{id}', '"yes: no"')
    """
    return _text(value, _PLAIN_IN_BLOCK) if isinstance(value, str) else on_one_line(value)


def _text(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    is_plain = plain.fullmatch(text) and " #" not in text
    is_text = text in _WORDS or not _OTHER_TYPE.fullmatch(text)
    return text if is_plain and is_text else json.dumps(text, ensure_ascii=False)
