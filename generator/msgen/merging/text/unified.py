"""The difference of two contents as `diff -u` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.merging.text.lines import split_lines
from msgen.merging.text.matching import Hunk, hunks

_CONTEXT = 3


def unified(path: str, a: bytes, b: bytes) -> bytes:
    """A patch from `a` to `b`; empty where they are equal."""
    return with_names(f"a/{path}", f"b/{path}", a, b)


def with_names(old: str, new: str, a: bytes, b: bytes) -> bytes:
    """The same, under other names than `a/` and `b/`."""
    before, after = split_lines(a), split_lines(b)
    parts = [_patch(group, before, after) for group in _groups(hunks(before, after))]
    if not parts:
        return b""
    return b"--- " + _encoded(old) + b"\n+++ " + _encoded(new) + b"\n" + b"".join(parts)


def _groups(changes: list[Hunk]) -> Iterator[list[Hunk]]:
    """Changes whose context would overlap share one header."""
    group: list[Hunk] = []
    for change in changes:
        if group and change.left_start - group[-1].left_end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _patch(group: list[Hunk], before: list[bytes], after: list[bytes]) -> bytes:
    start = max(group[0].left_start - _CONTEXT, 0)
    end = min(group[-1].left_end + _CONTEXT, len(before))
    start_after = group[0].right_start - (group[0].left_start - start)
    end_after = group[-1].right_end + (end - group[-1].left_end)
    lines: list[bytes] = []
    at = start
    for change in group:
        lines += _marked(b" ", before[at : change.left_start])
        lines += _marked(b"-", before[change.left_start : change.left_end])
        lines += _marked(b"+", after[change.right_start : change.right_end])
        at = change.left_end
    lines += _marked(b" ", before[at:end])
    header = f"@@ -{_range(start, end)} +{_range(start_after, end_after)} @@\n"
    return header.encode() + b"".join(lines)


def _range(start: int, end: int) -> str:
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _marked(sign: bytes, lines: list[bytes]) -> list[bytes]:
    return [
        sign + line if line.endswith(b"\n") else sign + line + b"\n\\ No newline at end of file\n" for line in lines
    ]


def _encoded(name: str) -> bytes:
    """A file may have a name that is no text."""
    return name.encode(errors="surrogateescape")
