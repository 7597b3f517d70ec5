"""Values between brackets, as JSON and TOML write them, become entries where each takes up lines of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from msgen.merging.text.entries.entry import Entry, Inline, Value


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: bytes `start:end` of the text."""

    start: int
    end: int
    value: Value
    members: list[Member] = field(default_factory=list)
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A key with its value, or an item; `start` is where the key or the item begins."""

    name: Value
    start: int
    node: Node


@dataclass(frozen=True, slots=True)
class Brackets:
    """How a language reads what stands between brackets, with commas between."""

    content: bytes
    space: Callable[[int], int]
    """The end of the space, and of the comments, that begin at a position."""
    value: Callable[[int], Node]
    pair: Callable[[int], Member]
    """A key with its value."""

    def list_at(self, start: int) -> Node:
        """The list whose bracket opens at `start`."""
        numbers = count()
        members, end = self._members(start, b"]", lambda at: Member(next(numbers), at, self.value(at)))
        return Node(start, end, ("list", tuple(each.node.value for each in members)), members, is_list=True)

    def map_at(self, start: int) -> Node:
        """The map whose brace opens at `start`."""
        pairs, end = self._members(start, b"}", self.pair)
        return Node(start, end, ("map", frozenset((each.name, each.node.value) for each in pairs)), pairs)

    def _members(self, start: int, closing: bytes, read: Callable[[int], Member]) -> tuple[list[Member], int]:
        """Up to the closing bracket, and where that ends."""
        members: list[Member] = []
        at = self.space(start + 1)
        while self.content[at : at + 1] != closing:
            members.append(read(at))
            at = self.space(members[-1].node.end)
            if self.content[at : at + 1] == b",":
                at = self.space(at + 1)
        return members, at + 1


@dataclass(frozen=True)
class Lines:
    """A text whose lines can be asked for."""

    content: bytes

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer(b"\n", self.content)]

    def start(self, at: int) -> int:
        return self.content.rfind(b"\n", 0, at) + 1

    def end(self, at: int) -> int:
        """Behind the line that holds a position."""
        found = self.content.find(b"\n", at)
        return len(self.content) if found < 0 else found + 1

    def number(self, at: int) -> int:
        return bisect_left(self._ends, at)

    def before(self, at: int) -> bytes:
        return self.content[self.start(at) : at]

    def behind(self, at: int) -> bytes:
        return self.content[at : self.end(at)]

    def indent(self, at: int) -> bytes:
        line = self.content[self.start(at) : self.end(at)]
        return line[: len(line) - len(line.lstrip(b" \t"))]


def entry_of(lines: Lines, cursor: int, member: Member) -> Entry:
    """The entry of a member that begins a line; what stands between `cursor` and that line is its lead."""
    content, node = lines.content, member.node
    begin = lines.start(member.start)
    lead, number, indent = content[cursor:begin], lines.number(cursor), lines.indent(member.start)
    tail = lines.behind(node.end)
    if not is_open(lines, node):
        head = content[begin : node.end]
        inline = _inline(lines, node, begin)
        return Entry(member.name, node.value, number, indent, lead, head, tail, inline=inline)
    opened = lines.end(node.start)
    children = tuple(_children(lines, opened, node))
    closed = _behind_last(lines, node)
    head, foot = content[begin:opened], content[closed : node.end]
    return Entry(
        member.name, node.value, number, indent, lead, head, tail, children, foot, node.is_list, has_commas=True
    )


def is_open(lines: Lines, node: Node) -> bool:
    """The brackets and each member stand on lines of their own."""
    if not node.members or not _is_rest(lines.behind(node.start + 1)) or lines.before(node.end - 1).strip():
        return False
    return all(
        not lines.before(each.start).strip() and _is_rest(lines.behind(each.node.end).lstrip().removeprefix(b","))
        for each in node.members
    )


def _children(lines: Lines, cursor: int, node: Node) -> Iterator[Entry]:
    for member in node.members:
        yield entry_of(lines, cursor, member)
        cursor = lines.end(member.node.end)


def _behind_last(lines: Lines, node: Node) -> int:
    return lines.end(node.members[-1].node.end)


def _is_rest(text: bytes) -> bool:
    """Nothing but a comment stands there."""
    return not text.strip() or text.lstrip().startswith(b"#")


def _inline(lines: Lines, node: Node, begin: int) -> Inline | None:
    written = lines.content[node.start : node.end]
    if not node.is_list or not node.members or b"\n" in written:
        return None
    texts = tuple(lines.content[each.node.start : each.node.end] for each in node.members)
    start, end = node.members[0].node.start, node.members[-1].node.end
    return Inline(start - begin, end - begin, tuple(each.node.value for each in node.members), texts)
