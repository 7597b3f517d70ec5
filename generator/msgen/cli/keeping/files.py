"""The recorded files that paths mean, for the commands that change whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.cli.keeping.selection import Selection
from msgen.merging.destination import Existing
from msgen.merging.keeping.repositories import places_of, with_base
from msgen.merging.lock import Lock, LockedFile
from msgen.merging.threeway.repository import Repository


class Recorded(Struct, frozen=True):
    """A file that msgen generated, and where it stands, or would."""

    repository: Repository
    lock: Lock
    entry: LockedFile
    place: str
    """Relative to the repository."""

    @property
    def path(self) -> str:
        """Below the destination."""
        return self.repository.new(self.place)

    @property
    def recorded_path(self) -> str:
        return self.repository.new(self.entry.path)

    @property
    def is_moved(self) -> bool:
        return self.place != self.entry.path

    @property
    def found(self) -> Existing | None:
        return self.repository.standing.files.get(self.place) or self.repository.standing.read(self.place)

    @property
    def is_left_alone(self) -> bool:
        """`.msgenignore` names it."""
        return self.repository.is_left_alone(self.entry.path) or self.repository.is_left_alone(self.place)


def recorded_files(selection: Selection, *, complaint: str) -> list[Recorded]:
    """Those that are selected; raises `UsageError` where a path means none."""
    everything = [each for repository in selection.repositories for each in _of(selection, repository)]
    meant = [each for each in everything if selection.covers(each.path, each.recorded_path)]
    known = [path for each in everything for path in (each.path, each.recorded_path)]
    selection.require([path for each in meant for path in (each.path, each.recorded_path)], known, complaint)
    return meant


def _of(selection: Selection, repository: Repository) -> Iterator[Recorded]:
    lock = repository.lock
    if lock is None:
        return
    repository = with_base(selection.system, repository)
    places = places_of(repository)
    for path, entry in repository.locked.items():
        yield Recorded(repository, lock, entry, places[path])


def by_repository(files: list[Recorded]) -> Iterator[tuple[Recorded, list[Recorded]]]:
    """The files of each repository, with one of them that stands for it."""
    names = {each.repository.name: each for each in files}
    for name, first in names.items():
        yield first, [each for each in files if each.repository.name == name]
