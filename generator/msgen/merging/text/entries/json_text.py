"""Where each value of a JSON text stands."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from msgen.merging.text.entries.bracketed import Lines, Member, Node, entry_of
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
        return _object(content, at)
    if content[at : at + 1] == b"[":
        return _list(content, at)
    found = _SIMPLE.match(content, at)
    if found is None:
        raise ValueError("no value")
    return Node(at, found.end(), _simple(found[0]))


def _simple(text: bytes) -> Value:
    value = json.loads(text)
    return type(value).__name__, value


def _object(content: bytes, start: int) -> Node:
    members: list[Member] = []
    at = _space(content, start + 1)
    while content[at : at + 1] != b"}":
        key = _node(content, at)
        value = _node(content, _space(content, _space(content, key.end) + 1))
        members.append(Member(key.value, at, value))
        at = _next(content, value.end)
    return Node(start, at + 1, ("map", frozenset((each.name, each.node.value) for each in members)), members)


def _list(content: bytes, start: int) -> Node:
    members: list[Member] = []
    at = _space(content, start + 1)
    while content[at : at + 1] != b"]":
        node = _node(content, at)
        members.append(Member(len(members), at, node))
        at = _next(content, node.end)
    return Node(start, at + 1, ("list", tuple(each.node.value for each in members)), members, is_list=True)


def _next(content: bytes, at: int) -> int:
    """Where the next member or the closing bracket begins."""
    at = _space(content, at)
    return _space(content, at + 1) if content[at : at + 1] == b"," else at


def _space(content: bytes, at: int) -> int:
    found = _SPACE.match(content, at)
    return found.end() if found else at
