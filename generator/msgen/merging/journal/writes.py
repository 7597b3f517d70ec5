"""What is to happen to one path, and in which order the paths come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgen.merging.destination import Existing
from msgen.merging.journal.disk import folders_above
from msgen.rendering.tree import File

RECORD = ".msgen"


@dataclass(frozen=True, slots=True)
class Write:
    path: str
    """Below the destination."""
    before: Existing | None
    """As found when the write was decided; None where nothing was there."""
    after: File | None
    """None where the path is to be removed."""
    moved_from: str = ""
    """The path whose permissions it keeps, where a file moves."""

    @property
    def finds_something(self) -> bool:
        return self.before is not None

    @property
    def leaves_something(self) -> bool:
        return self.after is not None


def in_order(writes: Iterable[Write]) -> list[Write]:
    """What makes room first, then what is written, then what goes, and the record last.

    A killed run never leaves a lock that speaks of files not there, and the system's lock comes after those of its
    services. What makes room is a file where a folder shall be, or below a path where a file shall be.
    """
    listed = list(writes)
    written = {write.path for write in listed if write.leaves_something}
    folders = folders_above(written)

    def rank(write: Write) -> tuple[bool, int, bool, int, str]:
        path = write.path
        recorded = RECORD in path.split("/")
        return recorded, _turn(write, written, folders), path.endswith("/lock.json"), -path.count("/"), path

    return sorted(listed, key=rank)


def _turn(write: Write, written: set[str], folders: set[str]) -> int:
    if write.leaves_something:
        return 1
    return 0 if write.path in folders or not written.isdisjoint(folders_above([write.path])) else 2
