"""The steps of the merge without layout."""

from __future__ import annotations

from functools import partial

from msgen.merging.text.by_lines import joined
from msgen.merging.text.diff3 import Chunk, diff3
from msgen.merging.text.layout.indentation import indentation
from msgen.merging.text.layout.languages import language_of
from msgen.merging.text.layout.restoring import Restoring
from msgen.merging.text.layout.rewriting import Rewritten, rewritten
from msgen.merging.text.layout.tokens import patched
from msgen.merging.text.lines import split_lines
from msgen.merging.text.merged import Merged


def merge_without_layout(
    base: bytes, yours: bytes, theirs: bytes, path: str, *, whole_lists: bool = False
) -> Merged | None:
    """None where the language is not known, a side cannot be read, or the result would not say what it must.

    With `whole_lists`, a list is the same on one line and on several; the items of two lists are not told apart then.
    """
    language = language_of(path, whole_lists=whole_lists)
    if language is None or not all(map(language.is_valid, (base, yours, theirs))):
        return None
    units, mine, others = language.read(base), language.read(yours), language.read(theirs)
    if units is None or mine is None or others is None:
        return None
    old, new = split_lines(base), split_lines(theirs)
    sides = old, units, split_lines(yours), mine
    as_before = rewritten(*sides)
    chunks = diff3(old, as_before.lines, new)
    restoring = Restoring(old, as_before, new, indentation(*sides), partial(patched, read=language.read))
    parts = joined(restoring.parts(chunks))
    merged = Merged(parts, "layout", sum(chunk.kind == "theirs" for chunk in chunks), base, b"\n")
    return merged if language.says(merged.ours(), _plain(chunks, as_before, new)) else None


def _plain(chunks: list[Chunk], yours: Rewritten, theirs: list[bytes]) -> bytes:
    """What the merge says, in the layout of the base and with yours at each clash."""
    chosen = (theirs[each.theirs] if each.kind == "theirs" else yours.lines[each.yours] for each in chunks)
    return b"".join(line for lines in chosen for line in lines)
