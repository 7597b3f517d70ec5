"""Where each value of a JSON text stands."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial

from msgen.merging.text.entries.bracketed import Brackets, Lines, Member, Node, entry_of
from msgen.merging.text.entries.entry import Entry, Value

_SPACE = re.compile(rb"[ \t\n\r]*")
_SIMPLE = re.compile(rb'"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null')


def json_entries(content: bytes) -> Entry:
    """Raises ValueError where the text is no JSON."""
    json.loads(content)
    start = _space(content, 0)
    node = _node(content, start)
    return replace(entry_of(Lines(content), 0, Member("", start, node)), tail=content[node.end :])


def _node(content: bytes, at: int) -> Node:
    if content[at : at + 1] == b"{":
        return _brackets(content).map_at(at)
    if content[at : at + 1] == b"[":
        return _brackets(content).list_at(at)
    found = _SIMPLE.match(content, at)
    if found is None:
        raise ValueError("no value")
    return Node(at, found.end(), _simple(found[0]))


def _simple(text: bytes) -> Value:
    value = json.loads(text)
    return type(value).__name__, value


def _pair(content: bytes, at: int) -> Member:
    key = _node(content, at)
    return Member(key.value, at, _node(content, _space(content, _space(content, key.end) + 1)))


def _brackets(content: bytes) -> Brackets:
    return Brackets(content, partial(_space, content), partial(_node, content), partial(_pair, content))


def _space(content: bytes, at: int) -> int:
    found = _SPACE.match(content, at)
    return found.end() if found else at
