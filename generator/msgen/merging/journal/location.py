"""Where the journal lies that a path belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgen.merging.errors import RecordUnreadable
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.plan import read_plan
from msgen.merging.lock import LOCK
from msgen.merging.recorded import RecordedSystem, find, joined, recorded_folders


def journal_of(path: Path, system: RecordedSystem | None = None) -> Journal:
    """The journal that a path belongs to, also where no lock was written yet; one that was interrupted comes first.

    `system` is that of the path, where it is known already. Raises `RecordUnreadable` where there is neither a journal
    nor a system.
    """
    found = list(_journals(path, system))
    return next((journal for journal in found if journal.interrupted), found[0])


def journals_alone(destination: Path, home: str) -> Iterator[Journal]:
    """Those in the repositories of a system's services, which runs without the system leave; in the order of paths."""
    try:
        folders = recorded_folders(destination / home)
    except RecordUnreadable:
        return
    for folder in sorted(joined(home, each) for each in folders.values()):
        journal = Journal(destination / folder, "")
        if journal.record.is_dir():
            yield journal


def _journals(path: Path, system: RecordedSystem | None) -> Iterator[Journal]:
    """The nearest one with something in it, that of the system, those of its services."""
    nearest = _nearest(path)
    if nearest is not None:
        yield nearest
        if nearest.interrupted:
            return
    try:
        system = system or find(path).system
    except RecordUnreadable:
        if nearest is None:
            raise
        return
    yield Journal(system.destination, system.home)
    if not system.is_alone:
        yield from journals_alone(system.destination, system.home)


def _nearest(path: Path) -> Journal | None:
    whole = Path(os.path.abspath(path))
    for folder in (whole, *whole.parents):
        latest = Journal(folder, "").latest
        if latest is not None:
            return _journal_in(folder, read_plan(latest).home)
        if _is_of_a_system(folder / LOCK):
            return None
    return None


def _journal_in(system: Path, home: str) -> Journal:
    """The destination lies above the system's own folder, if that has a name in the journal."""
    destination = system.parents[len(Path(home).parts) - 1] if home else system
    relative = os.path.relpath(destination)
    return Journal(destination if relative.startswith("..") else Path(relative), home)


def _is_of_a_system(lock: Path) -> bool:
    """Only the lock of a system lists folders; those of its services do not end the search."""
    return lock.is_file() and b'"layout"' in lock.read_bytes()
