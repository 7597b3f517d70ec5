"""Where each key and item of a YAML text stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from msgen.merging.text.entries.entry import Entry, Inline, Value

_OTHER_ENDINGS = re.compile("[\r\x85\u2028\u2029\ufeff]")
_DASHES = re.compile(r"\s*(-\s+)+")
_REST = re.compile(r"\s*(#.*)?\n?")
_TAG = "tag:yaml.org,2002:"


def yaml_entries(content: bytes) -> Entry:
    """Raises ValueError where the text is no single YAML document, or is written in an unusual way."""
    text = content.decode()
    if _OTHER_ENDINGS.search(text):
        raise ValueError("lines end in another way")
    root = _composed(text)
    if not _is_block(root):
        raise ValueError("no collection in block style")
    _refuse_aliases(root)
    return _Reading([f"{line}\n" for line in text.split("\n")]).root(root, content)


def _composed(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).compose(text)
    except Exception as error:  # the scanner fails in many ways on what is no YAML, a template for example
        raise ValueError("no YAML") from error


def _is_block(node: Any) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style and bool(node.value)


def _refuse_aliases(root: Any) -> None:
    """A node that stands in two places has no text of its own in one of them."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise ValueError("an alias")
        seen.add(id(node))
        if not isinstance(node, ScalarNode):
            waiting += [each for member in node.value for each in (member if isinstance(member, tuple) else (member,))]


def _value(node: Any) -> Value:
    if isinstance(node, ScalarNode):
        return str(node.tag).removeprefix(_TAG), node.value
    if isinstance(node, MappingNode):
        return "map", frozenset((_value(key), _value(value)) for key, value in node.value)
    return "list", tuple(map(_value, node.value))


def _inline(node: Any, rows: list[str], first: int) -> Inline | None:
    """The items of a list on one line, which is the first of its entry."""
    if not isinstance(node, SequenceNode) or not node.value or not node.start_mark.line == node.end_mark.line == first:
        return None
    row = rows[first]
    spans = [(each.start_mark.column, each.end_mark.column) for each in node.value]
    texts = tuple(row[start:end].encode() for start, end in spans)
    start, end = len(row[: spans[0][0]].encode()), len(row[: spans[-1][1]].encode())
    return Inline(start, end, tuple(map(_value, node.value)), texts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A child of a collection: the line and column where its key, or what follows its dash, begins."""

    name: Value
    line: int
    column: int
    node: Any


@dataclass(frozen=True, slots=True)
class _Reading:
    rows: list[str]

    def root(self, node: Any, content: bytes) -> Entry:
        children = tuple(self._children(node, 0))
        end = sum(len(child.text) for child in children)
        is_list = isinstance(node, SequenceNode)
        return Entry("", _value(node), 0, b"", b"", b"", b"", children, content[end:], is_list)

    def _children(self, node: Any, cursor: int, *, shared: bool = False) -> Iterator[Entry]:
        """The entries of a collection, from line `cursor` on; with `shared` the first begins behind a dash."""
        for part in self._parts(node):
            entry, cursor = self._entry(part, cursor, shared=shared)
            shared = False
            yield entry

    def _parts(self, node: Any) -> Iterator[_Part]:
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if not isinstance(key, ScalarNode):
                    raise ValueError("a key is a collection")
                yield _Part(_value(key), key.start_mark.line, key.start_mark.column, value)
            return
        for number, item in enumerate(node.value):
            yield _Part(number, item.start_mark.line, item.start_mark.column, item)

    def _entry(self, part: _Part, cursor: int, *, shared: bool) -> tuple[Entry, int]:
        is_item = isinstance(part.name, int)
        before = self.rows[part.line][: part.column]
        if part.line < cursor or not _begins_line(before, is_item=is_item, shared=shared):
            raise ValueError("something else stands on the line")
        lead = "".join(self.rows[cursor : part.line])
        indent = b" " * (before.rindex("-") if is_item else part.column)
        if _is_block(part.node):
            return self._collection(part, cursor, lead, indent, is_item=is_item)
        last, column = self._last(part)
        row = self.rows[last]
        if not _REST.fullmatch(row, column):
            raise ValueError("something else stands behind the value")
        head = "".join(self.rows[part.line : last]) + row[:column]
        inline = _inline(part.node, self.rows, part.line)
        entry = Entry(
            part.name,
            _value(part.node),
            cursor,
            indent,
            lead.encode(),
            head.encode(),
            row[column:].encode(),
            inline=inline,
        )
        return entry, last + 1

    def _collection(self, part: _Part, cursor: int, lead: str, indent: bytes, *, is_item: bool) -> tuple[Entry, int]:
        node = part.node
        first = node.value[0][0] if isinstance(node, MappingNode) else node.value[0]
        shares = is_item and first.start_mark.line == part.line
        start = part.line if shares else part.line + 1
        children = tuple(self._children(node, start, shared=shares))
        head = "" if shares else self.rows[part.line]
        end = start + sum(child.text.count(b"\n") for child in children)
        entry = Entry(
            part.name,
            _value(node),
            cursor,
            indent,
            lead.encode(),
            head.encode(),
            b"",
            children,
            is_list=isinstance(node, SequenceNode),
            shares_line=shares,
        )
        return entry, end

    def _last(self, part: _Part) -> tuple[int, int]:
        """Line and column behind the last character of a value."""
        node = part.node
        start, end = node.start_mark, node.end_mark
        if start.index == end.index:
            return self._behind_key(part)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            last = end.line - 1 if end.column == 0 else end.line
            while last > start.line and not self.rows[last].strip():
                last -= 1
            return last, len(self.rows[last]) - 1
        return end.line, end.column

    def _behind_key(self, part: _Part) -> tuple[int, int]:
        if isinstance(part.name, int):
            raise ValueError("an empty item")
        row = self.rows[part.line]
        colon = row.find(":", part.column)
        return part.line, colon + 1


def _begins_line(before: str, *, is_item: bool, shared: bool) -> bool:
    if is_item or shared:
        return bool(_DASHES.fullmatch(before)) and (shared or before.count("-") == 1)
    return not before.strip()
