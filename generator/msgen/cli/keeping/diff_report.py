"""Differences in figures: as a table, as names, and as `msgen diff --json` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from msgen.merging.keeping.patches import patch
from msgen.merging.threeway.trio import Version

_BAR = 40


class FileDifference(Struct, frozen=True):
    path: str
    """Where the file is; of one that is gone, where it was."""
    kind: Literal["added", "changed", "deleted", "moved"]
    moved_from: str | None
    added: int
    """Lines; none of a file that is no text."""
    removed: int
    patch: str
    """As git writes it; bytes that are no UTF-8 stand as `\\xNN`."""


class DiffReport(Struct, frozen=True):
    """What `msgen diff --json` prints."""

    schema_version: Literal[1]
    files: tuple[FileDifference, ...]


def difference(old: Version | None, new: Version | None) -> FileDifference | None:
    """`None` where there is none."""
    written = patch(old, new)
    there = new or old
    if not written or there is None:
        return None
    moved_from = old.path if old and new and old.path != new.path else None
    kind: Literal["added", "changed", "deleted", "moved"] = (
        "added" if old is None else "deleted" if new is None else "moved" if moved_from else "changed"
    )
    body = written.partition(b"\n@@ ")[2].split(b"\n")[1:]
    return FileDifference(
        path=there.path,
        kind=kind,
        moved_from=moved_from,
        added=sum(line.startswith(b"+") for line in body),
        removed=sum(line.startswith(b"-") for line in body),
        patch=written.decode(errors="backslashreplace"),
    )


def names(files: Sequence[FileDifference]) -> str:
    return "".join(f"{file.path}\n" for file in files)


def figures(files: Sequence[FileDifference]) -> str:
    """A line for each file with its lines added and removed, and the sum of them."""
    if not files:
        return ""
    width = max(len(file.path) for file in files)
    column = max(len(str(file.added + file.removed)) for file in files)
    rows = [f"{file.path:<{width}} | {file.added + file.removed:>{column}} {_bar(file)}".rstrip() for file in files]
    added, removed = (sum(getattr(file, key) for file in files) for key in ("added", "removed"))
    counted = "1 file differs" if len(files) == 1 else f"{len(files)} files differ"
    return "\n".join([*rows, f"{counted}, {added} lines more, {removed} less"]) + "\n"


def _bar(file: FileDifference) -> str:
    total = max(file.added + file.removed, 1)
    scale = min(1.0, _BAR / total)
    return "+" * round(file.added * scale) + "-" * round(file.removed * scale)
