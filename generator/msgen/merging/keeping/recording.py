"""The record of a repository after something in it has changed hands, as writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from msgen.merging.baseline import BASE, pack
from msgen.merging.journal.writes import Write
from msgen.merging.lock import LOCK, Lock, LockedFile, Pending, write_lock
from msgen.merging.record import locked_file
from msgen.merging.threeway.repository import Repository
from msgen.rendering.tree import REGULAR, File, Tree


def with_pending(repository: Repository, lock: Lock, pending: tuple[Pending, ...]) -> Write:
    """The lock with other entries that wait."""
    return _written(repository, LOCK, write_lock(replace(lock, pending=pending)))


def ejected(repository: Repository, lock: Lock, paths: Collection[str]) -> tuple[Write, ...]:
    """The record in which the recorded `paths` belong to people; the repository has its base."""
    base = {path: file for path, file in repository.base.items() if path not in paths}
    files = {entry.path: replace(entry, owner="ejected") if entry.path in paths else entry for entry in lock.files}
    return _record(repository, lock, base, files)


def adopted(repository: Repository, lock: Lock, pristine: Mapping[str, File]) -> tuple[Write, ...]:
    """The record in which msgen looks after the files again, with `pristine` as what it wrote last."""
    base = {**repository.base, **pristine}
    known = {entry.path: entry for entry in lock.files}
    files = known | {path: replace(locked_file(path, file), at=known[path].at) for path, file in pristine.items()}
    return _record(repository, lock, base, files)


def _record(
    repository: Repository, lock: Lock, base: Mapping[str, File], files: Mapping[str, LockedFile]
) -> tuple[Write, ...]:
    packed = pack(Tree(base))
    lock = replace(lock, base_hash=packed.hash, files=tuple(files[path] for path in sorted(files)))
    return _written(repository, BASE, packed.content), _written(repository, LOCK, write_lock(lock))


def _written(repository: Repository, path: str, content: bytes) -> Write:
    return Write(repository.new(path), repository.standing.read(path), File(content, REGULAR, "R"))
