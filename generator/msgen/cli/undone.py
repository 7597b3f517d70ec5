"""What `msgen undo` has put back and removed, with a service that came or went as a whole on one line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgen.merging.lock import LOCK

if TYPE_CHECKING:
    from msgen.merging.journal.run import Undone


def told(undone: Undone) -> Iterator[str]:
    """One line for each path or folder."""
    yield from (f"restore  {shown}" for shown in _folded(undone.restored, _repositories(undone.returned)))
    yield from (f" remove  {shown}" for shown in _folded(undone.removed, _repositories(undone.removed)))


def _repositories(paths: Sequence[str]) -> frozenset[str]:
    """The folders whose own records are among the paths: they were not there on one of the two sides."""
    return frozenset(path.removesuffix(LOCK) for path in paths if path.endswith(f"/{LOCK}"))


def _folded(paths: Sequence[str], folders: Collection[str]) -> Iterator[str]:
    def folder_of(path: str) -> str:
        return next((folder for folder in folders if path.startswith(folder)), "")

    for folder, those in groupby(paths, folder_of):
        inside = list(those)
        yield from [f"{folder} ({_counted(len(inside))})"] if folder else inside


def _counted(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"
