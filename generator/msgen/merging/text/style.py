"""Texts with `\\n` at the end of each line, for the steps that read them; the ending of yours comes back afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgen.merging.text.lines import ended, is_ended, unended
from msgen.merging.text.merged import Clash, Merged, Part

Step = Callable[[bytes, bytes, bytes], Merged | None]


def in_plain_style(step: Step, base: bytes, yours: bytes, theirs: bytes) -> Merged | None:
    """The result of `step`; None where a side mixes endings."""
    plainly = [plain(text) for text in (base, yours, theirs)]
    merged = step(*plainly) if not any(b"\r" in text for text in plainly) else None
    if merged is None:
        return None
    ending = b"\r\n" if b"\r\n" in yours else b"\n"
    parts = tuple(_ended_with(part, ending) for part in merged.parts)
    if not is_ended(theirs if is_ended(yours) == is_ended(base) else yours):
        parts = without_last_ending(parts)
    return replace(merged, parts=parts, base=merged.base.replace(b"\n", ending), ending=ending)


def plain(text: bytes) -> bytes:
    """`text` with `\\n` behind each line, the last one included; as it is where it mixes endings."""
    windows = text.count(b"\r\n") == text.count(b"\n")
    return ended(text.replace(b"\r\n", b"\n") if windows else text, b"\n")


def without_last_ending(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if not parts:
        return parts
    *before, last = parts
    if isinstance(last, bytes):
        return *before, unended(last)
    return *before, replace(last, yours=unended(last.yours), theirs=unended(last.theirs))


def _ended_with(part: Part, ending: bytes) -> Part:
    if isinstance(part, bytes):
        return part.replace(b"\n", ending)
    base, yours, theirs = (text.replace(b"\n", ending) for text in (part.base, part.yours, part.theirs))
    return Clash(base, yours, theirs, part.line)
