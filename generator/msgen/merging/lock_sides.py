"""A lock that two branches wrote, as git leaves it after a merge: both sides of it, and what to make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgen.merging.lock import Layout, Lock, LockedFile

_REGION = re.compile(
    rb"^<{7}[^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\r?\n(?P<theirs>.*?)^>{7}[^\n]*(?:\n|\Z)",
    re.MULTILINE | re.DOTALL,
)


def sides(content: bytes) -> tuple[bytes, bytes] | None:
    """The text of each branch; `None` where there are no markers of a conflict."""
    if _REGION.search(content) is None:
        return None
    return _REGION.sub(rb"\g<ours>", content), _REGION.sub(rb"\g<theirs>", content)


def joined(ours: Lock, theirs: Lock) -> Lock:
    """Our side, with all that only the other branch knows of; nothing in it counts as up to date.

    What both generated is compared with our side of it: a change that the other branch brought stands in the working
    tree and is generated now, so both sides agree on it.
    """
    return replace(
        ours,
        files=tuple(sorted(_files(ours, theirs), key=lambda entry: entry.path)),
        pending=tuple(sorted({*ours.pending, *theirs.pending}, key=lambda entry: entry.path)),
        inputs=None if ours.inputs is None else replace(ours.inputs, hash=""),
        layout=_layout(ours.layout, theirs.layout),
        spec_hash="",
        other=theirs,
    )


def _files(ours: Lock, theirs: Lock) -> Iterator[LockedFile]:
    others = {entry.path: entry for entry in theirs.files}
    for entry in ours.files:
        other = others.pop(entry.path, entry)
        is_ejected = "ejected" in (entry.owner, other.owner)
        yield replace(entry, owner="ejected" if is_ejected else entry.owner, at=entry.at or other.at)
    yield from others.values()


def _layout(ours: Layout | None, theirs: Layout | None) -> Layout | None:
    if ours is None or theirs is None or ours.kind != theirs.kind:
        return ours
    return replace(ours, folders={**theirs.folders, **ours.folders})
