"""The nodes of a YAML text with the characters that they take up."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from msgen.diagnostics import Location

from .problems import UneditableError


class Entry(Struct, frozen=True):
    """A value in its collection; the root has neither collection nor key."""

    value: Any
    parent: Any = None
    key: Any = None
    number: int = 0
    """Its place among its siblings."""

    @property
    def start(self) -> int:
        """Of the key, or of the item of a list."""
        return start_of(self.value if self.key is None else self.key)

    @property
    def siblings(self) -> int:
        return len(self.parent.value)


def root_of(text: str) -> Entry:
    """The whole of a text."""
    node = YAML(typ="rt", pure=True).compose(text)
    if node is None:
        raise UneditableError("the file is empty")
    return Entry(node)


def entry_at(root: Entry, location: Location) -> Entry:
    """The entry whose key, or whose item of a list, begins at a place."""
    waiting = [root]
    while waiting:
        entry = waiting.pop()
        mark = (entry.value if entry.key is None else entry.key).start_mark
        if entry.parent is not None and (mark.line + 1, mark.column + 1) == (location.line, location.column):
            return entry
        waiting += children(entry.value)
    raise UneditableError(f"nothing that can be changed begins at {location}")


def children(node: Node) -> list[Entry]:
    if isinstance(node, MappingNode):
        return [Entry(value, node, key, number) for number, (key, value) in enumerate(node.value)]
    if isinstance(node, SequenceNode):
        return [Entry(item, node, None, number) for number, item in enumerate(node.value)]
    return []


def start_of(node: Node) -> int:
    return int(node.start_mark.index)


def end_of(node: Any) -> int:
    """The character after the last one that belongs to the node: blank lines and comments after it do not."""
    while not isinstance(node, ScalarNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(node, MappingNode) and is_empty(last[1]):
            return int(last[0].end_mark.index) + 1  # the parser puts what is empty where the next token begins
        node = last[1] if isinstance(node, MappingNode) else last
    return int(node.end_mark.index)


def is_empty(node: Node) -> bool:
    """Nothing is written: the key stands alone."""
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def after_colon(text: str, entry: Entry) -> int:
    """The character after the colon of the entry's key."""
    return text.index(":", end_of(entry.key)) + 1
