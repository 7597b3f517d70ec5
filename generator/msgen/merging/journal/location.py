"""Where the journal lies that a path belongs to."""

from __future__ import annotations

import os
from pathlib import Path

from msgen.merging.journal.journal import Journal
from msgen.merging.journal.plan import read_plan
from msgen.merging.lock import LOCK
from msgen.merging.recorded import find


def journal_of(path: Path) -> Journal:
    """The journal of the system that a path belongs to, also where its lock was not written yet.

    Raises `RecordUnreadable` where there is neither a journal nor a system.
    """
    whole = Path(os.path.abspath(path))
    for folder in (whole, *whole.parents):
        latest = Journal(folder, "").latest
        if latest is not None:
            return _journal_in(folder, read_plan(latest).home)
        if _is_of_a_system(folder / LOCK):
            break
    system = find(path).system
    return Journal(system.destination, system.home)


def _journal_in(system: Path, home: str) -> Journal:
    """The destination lies above the system's own folder, if that has a name in the journal."""
    destination = system.parents[len(Path(home).parts) - 1] if home else system
    relative = os.path.relpath(destination)
    return Journal(destination if relative.startswith("..") else Path(relative), home)


def _is_of_a_system(lock: Path) -> bool:
    """Only the lock of a system lists folders; those of its services do not end the search."""
    return lock.is_file() and b'"layout"' in lock.read_bytes()
