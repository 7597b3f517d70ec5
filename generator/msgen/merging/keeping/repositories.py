"""The repositories of a system as their records tell and as they stand; nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgen.merging.left_alone import left_alone
from msgen.merging.recorded import RecordedSystem, base_of, lock_of
from msgen.merging.standing import standing
from msgen.merging.threeway.pairing import people_moved
from msgen.merging.threeway.repository import Repository


def folders_of(system: RecordedSystem) -> Mapping[str, str]:
    """The folder of each repository below the destination, by its service; the system's own has an empty name."""
    return {"": system.home, **system.folders}


def repository_of(system: RecordedSystem, name: str) -> Repository:
    """One repository without its base; raises where its lock cannot be read."""
    folders = folders_of(system)
    folder = folders[name]
    lock = lock_of(system, folder) if name else system.lock
    known = {path for entry in lock.files for path in (entry.path, entry.at) if path}
    prefix = f"{folder}/" if folder else ""
    inner = [each.removeprefix(prefix) for each in folders.values() if each != folder and each.startswith(prefix)]
    return Repository(
        name=name,
        was_at=folder,
        at=folder,
        lock=lock,
        base={},
        theirs=None,
        standing=standing(system.destination, folder, known, others_of=inner),
        is_left_alone=left_alone(system.destination, system.home, folder),
    )


def with_base(system: RecordedSystem, repository: Repository) -> Repository:
    """With what was generated last; raises where the pack is not the one that the lock speaks of."""
    if repository.lock is None or repository.at is None:
        return repository
    return replace(repository, base=base_of(system, repository.at, repository.lock))


def places_of(repository: Repository) -> dict[str, str]:
    """Where each recorded file stands, or would: the path that a person gave it, else the recorded one."""
    moved = people_moved(repository)
    return {path: moved.get(path, path) for path in repository.locked}
