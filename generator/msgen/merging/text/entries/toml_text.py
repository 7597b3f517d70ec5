"""Where each table, key and item of a TOML text stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from msgen.merging.text.entries.bracketed import Brackets, Lines, Member, Node, entry_of
from msgen.merging.text.entries.entry import Entry, Value

_KEY = rb"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEYS = re.compile(rb"[ \t]*(" + _KEY + rb"(?:[ \t]*\.[ \t]*" + _KEY + rb")*)[ \t]*")
_BETWEEN = re.compile(rb"(?:[ \t\n]|#[^\n]*)*")
_SIMPLE = re.compile(
    rb'"""(?:[^\\]|\\.)*?"""+|'
    + rb"'''.*?'''+|"
    + rb'"(?:[^"\\\n]|\\.)*"|'
    + rb"'[^'\n]*'|[^\s,\]}#]+(?: \d[^\s,\]}#]*)?",
    re.DOTALL,
)


def toml_entries(content: bytes) -> Entry:
    """Raises ValueError where the text is no TOML."""
    tomllib.loads(content.decode())
    return _Reading(Lines(content)).root()


@dataclass(slots=True)
class _Table:
    """A table while its keys are read: the root, or what follows a line in square brackets."""

    name: Value
    cursor: int
    begin: int
    head_end: int
    keys: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reading:
    lines: Lines

    def root(self) -> Entry:
        content = self.lines.content
        top, *tables = self._tables()
        children = (*top.keys, *map(self._entry, tables))
        end = sum(len(child.text) for child in children)
        return Entry("", _map(children), 0, b"", b"", b"", b"", children, content[end:])

    def _tables(self) -> Iterator[_Table]:
        content, cursor = self.lines.content, 0
        table = _Table("", 0, 0, 0)
        at = _space(content, 0)
        while at < len(content):
            if content[at : at + 1] == b"[":
                yield table
                end = self.lines.end(at)
                table = _Table(_header(content[at:end]), cursor, self.lines.start(at), end)
            else:
                member = _pair(content, at)
                table.keys.append(entry_of(self.lines, cursor, member))
                end = self.lines.end(member.node.end)
            cursor, at = end, _space(content, end)
        yield table

    def _entry(self, table: _Table) -> Entry:
        content, keys = self.lines.content, tuple(table.keys)
        lead, head = content[table.cursor : table.begin], content[table.begin : table.head_end]
        return Entry(table.name, _map(keys), self.lines.number(table.cursor), b"", lead, head, b"", keys)


def _map(children: tuple[Entry, ...]) -> Value:
    return "map", frozenset((child.name, child.value) for child in children)


def _header(line: bytes) -> Value:
    is_item = line.startswith(b"[[")
    return "item" if is_item else "table", _names(line.lstrip(b"["))


def _names(text: bytes) -> Value:
    found = _KEYS.match(text)
    if found is None:
        raise ValueError("no key")
    names: list[str] = []
    value: object = tomllib.loads(found[1].decode() + "=0")
    while isinstance(value, dict):
        ((name, value),) = value.items()
        names.append(name)
    return ("str", names[0]) if len(names) == 1 else ("keys", tuple(names))


def _pair(content: bytes, at: int) -> Member:
    found = _KEYS.match(content, at)
    if found is None or content[found.end() : found.end() + 1] != b"=":
        raise ValueError("no key")
    return Member(_names(found[0]), at, _node(content, _space(content, found.end() + 1)))


def _node(content: bytes, at: int) -> Node:
    if content[at : at + 1] == b"[":
        return _brackets(content).list_at(at)
    if content[at : at + 1] == b"{":
        return replace(_brackets(content).map_at(at), members=[])  # it stands on one line, so nothing in it is an entry
    found = _SIMPLE.match(content, at)
    if found is None:
        raise ValueError("no value")
    value = tomllib.loads(f"v={found[0].decode()}")["v"]
    return Node(at, found.end(), (type(value).__name__, value if isinstance(value, str) else repr(value)))


def _brackets(content: bytes) -> Brackets:
    return Brackets(content, partial(_space, content), partial(_node, content), partial(_pair, content))


def _space(content: bytes, at: int) -> int:
    found = _BETWEEN.match(content, at)
    return found.end() if found else at
