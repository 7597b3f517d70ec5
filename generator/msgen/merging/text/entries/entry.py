"""A key with its value, or an item of a list, and the text that it takes up."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

Value = Hashable
"""What is written, whatever its layout: `("str", "x")`, `("list", (...))`, `("map", frozenset(...))` and so on."""


@dataclass(frozen=True, slots=True)
class Inline:
    """The items of a list that is written on one line: `head[start:end]` of its entry holds them."""

    start: int
    end: int
    values: tuple[Value, ...]
    texts: tuple[bytes, ...]


@dataclass(frozen=True)
class Entry:
    """Its text is `lead`, `head`, the children, `foot` and `tail`, in this order."""

    name: Value
    """The key; of an item of a list its place, which says nothing about which item it is."""

    value: Value
    line: int
    """The number of lines before it in its file."""

    indent: bytes
    lead: bytes
    """Comments and empty lines before it."""

    head: bytes
    """All of a simple value up to its last character; the first line of a collection."""

    tail: bytes
    """The rest of its last line: a comma, a comment."""

    children: tuple[Entry, ...] | None = None
    """None where the value is simple, or a collection that shares lines with something else."""

    foot: bytes = b""
    is_list: bool = False
    has_commas: bool = False
    """Its children are parted by commas."""

    shares_line: bool = False
    """Its first child begins on its own first line, behind a dash."""

    inline: Inline | None = None

    @cached_property
    def text(self) -> bytes:
        return self.lead + self.core + self.tail

    @cached_property
    def core(self) -> bytes:
        """The text from its first line to the last character of the value."""
        return self.head + b"".join(child.text for child in self.children or ()) + self.foot

    @property
    def children_line(self) -> int:
        """The number of lines before its first child."""
        return self.line + (self.lead + self.head).count(b"\n")

    @property
    def end(self) -> int:
        return self.line + self.text.count(b"\n")

    @cached_property
    def said(self) -> Hashable:
        """What the entry and the comments in it say: equal for entries that differ in layout."""
        return self.said_before, self.said_itself

    @cached_property
    def said_before(self) -> Hashable:
        return comments(self.lead)

    @cached_property
    def said_itself(self) -> Hashable:
        if self.children is None:
            return "simple", self.known_as, self.value, self.comment, _inner_comments(self.head)
        within = tuple(child.said for child in self.children)
        return "collection", self.known_as, self.is_list, self.comment, within, comments(self.foot)

    @property
    def known_as(self) -> Value:
        """The key; nothing for an item, which is known by what it says."""
        return "" if isinstance(self.name, int) else self.name

    @property
    def comment(self) -> bytes:
        """The comment behind the value, or behind the key of a collection."""
        written = self.tail.strip().removeprefix(b",").strip()
        if self.children is not None:
            _, sign, text = self.head.partition(b"#")
            written += sign + text.strip()
        return written


def comments(text: bytes) -> tuple[bytes, ...]:
    """The lines of a text that are not empty, without their layout."""
    return tuple(b" ".join(line.split()) for line in text.splitlines() if line.strip())


def walk(entry: Entry, depth: int = 0) -> Iterator[tuple[int, Entry]]:
    """The entry and all below it, each with its depth."""
    yield depth, entry
    for child in entry.children or ():
        yield from walk(child, depth + 1)


def _inner_comments(head: bytes) -> bytes:
    """The text of a value over several lines with a `#` in it: where it may hold comments, its layout counts."""
    return head if b"\n" in head and b"#" in head else b""
