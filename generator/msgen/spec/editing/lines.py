"""New lines in the text of a file: where they go, and how far they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from . import text as change_text
from .layout import Layout
from .nodes import Entry, after_colon, children, end_of, is_empty, root_of, start_of

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_COMMENT_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<comment>#[^\r\n]*)?(?=\r?\n|\Z)")


def with_pair(text: str, entry: Entry, key: str, value: Any, short_key: str | None) -> str:
    """One more key in the map that the entry holds; a short form becomes the map that it stands for."""
    node, layout = entry.value, layout_of(text)
    if isinstance(node, MappingNode) and node.value:
        if node.flow_style:
            return change_text.with_key(text, entry, key, value, short_key)
        column = node.value[0][0].start_mark.column
        lines = layout.pair(key, value, column, flow=_flow(node, value))
        return _after_last(text, node, lines, column)
    if entry.parent is not None and (entry.key is None or entry.parent.flow_style):
        return change_text.with_key(text, entry, key, value, short_key)
    column = 0 if entry.key is None else entry.key.start_mark.column + layout.step
    lines = layout.pair(key, value, column, flow=_flow(None, value))
    if isinstance(node, MappingNode) or is_empty(node):
        return _below_key(text, entry, lines)
    if short_key is None or key == short_key or not _on_line_of_key(entry):
        return change_text.with_key(text, entry, key, value, short_key)
    return _expanded(text, entry, f"{' ' * column}{short_key}:", lines)


def with_item(text: str, entry: Entry, value: Any) -> str:
    """One more item in the list that the entry holds."""
    node = entry.value
    if isinstance(node, SequenceNode) and not node.flow_style:
        column = node.start_mark.column
        flow = not (isinstance(node.value[-1], MappingNode) and not node.value[-1].flow_style)
        return _after_last(text, node, layout_of(text).item(value, column, flow=flow), column)
    return change_text.with_item(text, entry, value)


def layout_of(text: str) -> Layout:
    """How far the file indents, by the first map and the first list on lines of their own."""
    found = list(_steps(root_of(text).value))
    step = next((columns for is_list, columns in found if not is_list and columns > 0), 2)
    dash = next((columns for is_list, columns in found if is_list), step)
    return Layout(step, dash)


def _steps(node: Any) -> Iterator[tuple[bool, int]]:
    """For each collection below a key: is it a list, and how far it stands in."""
    for entry in children(node):
        inner = entry.value
        if isinstance(inner, ScalarNode) or inner.flow_style or not inner.value:
            continue
        if entry.key is not None:
            yield isinstance(inner, SequenceNode), inner.start_mark.column - entry.key.start_mark.column
        yield from _steps(inner)


def _flow(node: Any, value: Any) -> bool | None:
    """Does a new map stand on one line: as all of its neighbours do, else on lines of its own."""
    if not isinstance(value, dict):
        return None
    maps = [item for _, item in node.value if isinstance(item, MappingNode) and item.value] if node else []
    return bool(maps) and len(maps) == len(node.value) and all(item.flow_style for item in maps)


def _after_last(text: str, node: Any, lines: Sequence[str], column: int) -> str:
    """The lines behind the last entry of a collection, with a blank line where its neighbours have one between them."""
    family = children(node)
    last = family[-1]
    end = after_colon(text, last) if last.key is not None and is_empty(last.value) else end_of(last.value)
    place = _end_of_line(text, end)
    place = _behind_comments(text, place, column)
    parted = len(family) > 1 and _BLANK_LINE.search(text, end_of(family[-2].value), _line_start(text, last.start))
    return _with_lines(text, place, ["", *lines] if parted else lines)


def _behind_comments(text: str, place: int, column: int) -> int:
    """Comments that stand further in than the collection belong to its last entry."""
    at = place
    while (start := text.find("\n", at) + 1) and (found := _COMMENT_LINE.match(text, start)):
        if found["comment"] and len(found["indent"]) <= column:
            break
        at = found.end()
        place = at if found["comment"] else place
    return place


def _below_key(text: str, entry: Entry, lines: Sequence[str]) -> str:
    """The lines below a key that holds nothing, or an empty map."""
    node = entry.value
    if entry.key is None:
        head, rest = text[: start_of(node)], text[node.end_mark.index :]
        return head + _break(text).join(line.lstrip() for line in lines) + rest
    colon = after_colon(text, entry)
    if not is_empty(node):
        text = text[:colon] + text[node.end_mark.index :]
    return _with_lines(text, _end_of_line(text, colon), lines)


def _expanded(text: str, entry: Entry, short: str, lines: Sequence[str]) -> str:
    """`api: rest` becomes `api:` with `protocol: rest` below it, and the new lines after that."""
    colon = after_colon(text, entry)
    text = _with_lines(text, _end_of_line(text, end_of(entry.value)), lines)
    return f"{text[:colon]}{_break(text)}{short}{text[colon:]}"


def _on_line_of_key(entry: Entry) -> bool:
    return bool(entry.value.start_mark.line == entry.key.start_mark.line)


def _with_lines(text: str, place: int, lines: Sequence[str]) -> str:
    line_break = _break(text)
    return f"{text[:place]}{line_break}{line_break.join(lines)}{text[place:]}"


def _end_of_line(text: str, place: int) -> int:
    """Where a line break begins, or the text ends; what ends with a line break itself, as a block scalar, keeps it."""
    if place > 0 and text[place - 1] == "\n":
        end = place - 1
    else:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
    return end - 1 if end > 0 and text[end - 1] == "\r" and text[end : end + 1] == "\n" else end


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
