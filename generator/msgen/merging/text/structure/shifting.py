"""Lines of theirs at the indentation of yours."""

from __future__ import annotations

from msgen.merging.text.lines import split_lines
from msgen.merging.text.structure.errors import Unmergeable


def shifted(text: bytes, from_indent: bytes, to_indent: bytes) -> bytes:
    """The lines moved by as much as the indentations differ. Raises Unmergeable where a line is not so deep."""
    if from_indent == to_indent:
        return text
    return b"".join(_moved(line, from_indent, to_indent) for line in split_lines(text))


def _moved(line: bytes, from_indent: bytes, to_indent: bytes) -> bytes:
    if not line.strip():
        return line
    if to_indent.startswith(from_indent):
        return to_indent.removeprefix(from_indent) + line
    surplus = from_indent.removeprefix(to_indent)
    if not from_indent.startswith(to_indent) or not line.startswith(surplus):
        raise Unmergeable
    return line.removeprefix(surplus)
