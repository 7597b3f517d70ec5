"""Changes of one file: an entry set, added or taken away, and everything else left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from .nodes import Entry, after_colon, children, end_of, is_empty, start_of
from .problems import UneditableError
from .values import on_one_line

_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_INDENT = re.compile(r" *")


def with_value(text: str, entry: Entry, value: Any) -> str:
    """The entry with another value."""
    return _with_text(text, entry, on_one_line(value))


def with_key(text: str, entry: Entry, key: str, value: Any, short_key: str | None) -> str:
    """One more key in the map that the entry holds; a short form becomes the map that it stands for."""
    node, pair = entry.value, f"{on_one_line(key)}: {on_one_line(value)}"
    if is_empty(node):
        return _with_text(text, entry, f"{{{pair}}}")
    if not isinstance(node, MappingNode):
        if short_key is None:
            raise UneditableError(f"`{key}` cannot be added to what is written there")
        if key == short_key:
            return with_value(text, entry, value)
        written = text[start_of(node) : end_of(node)]
        if isinstance(node, SequenceNode) and not node.flow_style:
            raise UneditableError("the list stands on lines of its own")
        return _with_text(text, entry, f"{{{short_key}: {written}, {pair}}}")
    if node.flow_style:
        return _into_flow(text, node, pair)
    return _on_new_line(text, node, pair, node.value[0][0].start_mark.column)


def with_item(text: str, entry: Entry, value: Any) -> str:
    """One more item in the list that the entry holds."""
    node, item = entry.value, on_one_line(value)
    if is_empty(node):
        return _with_text(text, entry, f"[{item}]")
    if isinstance(node, ScalarNode):
        return _with_text(text, entry, f"[{text[start_of(node) : end_of(node)]}, {item}]")
    if not isinstance(node, SequenceNode):
        raise UneditableError("there is no list to add to")
    if node.flow_style:
        return _into_flow(text, node, item)
    return _on_new_line(text, node, f"- {item}", node.start_mark.column)


def without(text: str, entry: Entry) -> str:
    """The text without the entry."""
    if entry.parent is None:
        raise UneditableError("the whole file cannot be taken away")
    flow = entry.parent.flow_style
    if entry.siblings == 1:
        return _emptied(text, entry)
    end = end_of(entry.value) if not is_empty(entry.value) else after_colon(text, entry)
    family = children(entry.parent)
    if flow:
        if entry.number == 0:
            return text[: entry.start] + text[family[1].start :]
        before = family[entry.number - 1]
        return text[: end_of(before.value)] + text[end:]
    line_start = text.rfind("\n", 0, entry.start) + 1
    lead = text[line_start : entry.start]
    if entry.key is not None and lead.strip():  # the first key of an item: `- to: payments`
        return text[: entry.start] + text[family[1].start :]
    line_end = text.find("\n", end)
    return text[:line_start] + ("" if line_end < 0 else text[line_end + 1 :])


def _with_text(text: str, entry: Entry, written: str) -> str:
    node = entry.value
    if is_empty(node):
        place = after_colon(text, entry) if entry.key is not None else start_of(node)
        return f"{text[:place]} {written}{text[place:]}"
    is_block = not isinstance(node, ScalarNode) and not node.flow_style
    if is_block and entry.key is not None:
        kept = _comments_inside(text, node, after_colon(text, entry))
        line_start = text.rfind("\n", 0, entry.start) + 1
        before = f"{text[:line_start]}{_above(text, line_start, kept)}{text[line_start : after_colon(text, entry)]}"
        return f"{before} {written}{text[end_of(node) :]}"
    return f"{text[: start_of(node)]}{written}{text[end_of(node) :]}"


def _comments_inside(text: str, node: Any, start: int) -> list[str]:
    """The comments between a key and the end of its value, each without the text before it."""
    scalars = [(start_of(item), end_of(item)) for item in _scalars(node)]
    found = _COMMENT.finditer(text, start, end_of(node))
    return [item[0] for item in found if not any(begin <= item.start() < end for begin, end in scalars)]


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, ScalarNode):
        yield node
        return
    for entry in children(node):
        if entry.key is not None:
            yield entry.key
        yield from _scalars(entry.value)


def _above(text: str, line_start: int, comments: Sequence[str]) -> str:
    """The comments as lines of their own above a line, indented as it is."""
    indent = _INDENT.match(text, line_start)
    line_break = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{indent[0] if indent else ''}{comment}{line_break}" for comment in comments)


def _emptied(text: str, entry: Entry) -> str:
    """The collection of an only entry, left empty."""
    parent = entry.parent
    empty = "{}" if isinstance(parent, MappingNode) else "[]"
    start, end = start_of(parent), end_of(parent)
    if not parent.flow_style:
        start = len(text[:start].rstrip())
        empty = f" {empty}"
    return f"{text[:start]}{empty}{text[end:]}"


def _into_flow(text: str, node: Any, written: str) -> str:
    if not node.value:
        place = start_of(node) + 1
        return f"{text[:place]}{written}{text[place:]}"
    last = children(node)[-1]
    place = after_colon(text, last) if last.key is not None and is_empty(last.value) else end_of(last.value)
    return f"{text[:place]}, {written}{text[place:]}"


def _on_new_line(text: str, node: Any, written: str, column: int) -> str:
    last = children(node)[-1]
    end = after_colon(text, last) if last.key is not None and is_empty(last.value) else end_of(last.value)
    at_line_start = end > 0 and text[end - 1] == "\n"  # after a block scalar
    line_end = end - 1 if at_line_start else text.find("\n", end)
    if line_end > 0 and text[line_end - 1] == "\r":
        line_end -= 1
    head, rest = (text, "") if line_end < 0 else (text[:line_end], text[line_end:])
    line_break = "\r\n" if "\r\n" in text else "\n"
    return f"{head}{line_break}{' ' * column}{written}{rest}"
