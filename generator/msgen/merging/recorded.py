"""A generated system as its records tell it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.baseline import BASE, is_of, unpack
from msgen.merging.errors import BlueprintsMissing, RecordUnreadable
from msgen.merging.lock import LOCK, Lock, read_layout, read_lock
from msgen.merging.lost_packs import kept_by_git
from msgen.rendering.tree import File


@dataclass(frozen=True, slots=True)
class RecordedSystem:
    destination: Path
    """The folder below which everything is written."""
    home: str
    """The system's own folder below it; empty in a mono-repo."""
    lock: Lock
    """Of the system; that of a service whose repository stands alone."""

    @property
    def root(self) -> Path:
        return self.destination / self.home

    @property
    def folders(self) -> Mapping[str, str]:
        """Service to its folder below the destination."""
        layout = self.lock.layout
        return {name: joined(self.home, folder) for name, folder in layout.folders.items()} if layout else {}

    @property
    def is_alone(self) -> bool:
        """It is one service's repository, and the system is not at hand."""
        return self.lock.layout is None

    @property
    def absent(self) -> tuple[str, ...]:
        """The services whose folders are not there."""
        return tuple(name for name, folder in self.folders.items() if not (self.destination / folder).is_dir())

    def from_above(self) -> RecordedSystem:
        """The same with the folder around its root as the destination: there the services may stand beside it."""
        root = self.root.absolute()
        return RecordedSystem(_short(root.parent), root.name, self.lock)


@dataclass(frozen=True, slots=True)
class Place:
    """What a path means that somebody gives to a command."""

    system: RecordedSystem
    service: str | None
    """The service in whose folder the path lies, if it does."""
    inside: str
    """The path relative to the destination; empty for the destination itself."""


def find(path: Path) -> Place:
    """The system that a path belongs to: the nearest folder above it whose record lists services, or one beside it.

    A service's repository with no system around it or beside it is one of its own.
    Raises `RecordUnreadable` where there is none, or where its lock cannot be read.
    """
    whole = Path(os.path.abspath(path))
    beside: Path | None = None
    for folder in (whole, *whole.parents):
        if (folder / LOCK).is_file():
            lock = read_lock((folder / LOCK).read_bytes(), _short(folder))
            if lock.layout is not None:
                return _place(_system(folder, lock), whole)
            beside = beside or folder
    if beside is not None:
        return _place(_system_beside(beside) or _alone(beside), whole)
    raise RecordUnreadable(
        f"`{path}` is no generated system: there is no `{LOCK}` in it or above it\n"
        "hint: name the folder of a system, or generate one with `msgen new`; what msgen has generated before, "
        f"`msgen adopt {path}` takes in again"
    )


def recorded_folders(root: Path) -> Mapping[str, str]:
    """The folders of the services of a system, relative to its root; none where it has no record."""
    if not (root / LOCK).is_file():
        return {}
    layout = read_layout((root / LOCK).read_bytes(), root)
    return layout.folders if layout is not None else {}


def require_same_blueprints(system: RecordedSystem, *, given: bool) -> None:
    """A system generated from somebody's own blueprints is not quietly generated anew from msgen's.

    `given` says whether any were named. Raises `BlueprintsMissing`.
    """
    if not given and any(blueprint.source == "custom" for blueprint in system.lock.blueprints):
        raise BlueprintsMissing(str(system.root))


def lock_of(system: RecordedSystem, folder: str) -> Lock:
    """The lock of a service's repository, `folder` being below the destination."""
    path = system.destination / folder / LOCK
    try:
        return read_lock(path.read_bytes(), path.parents[1])
    except OSError as error:
        raise RecordUnreadable(
            f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}\n"
            f"hint: bring it back from git, or take the folder in with `msgen adopt {system.destination / folder}`"
        ) from error


def base_of(system: RecordedSystem, folder: str, lock: Lock) -> Mapping[str, File]:
    """What was generated there last, from its pack; paths are relative to the folder.

    A pack that is not in its place is looked for in git. Of a record in conflict, the pack of the other branch says
    what only that one generated.
    """
    root = system.destination / folder if folder else system.destination
    base = _unpacked(root, lock)
    if lock.other is not None:
        with suppress(RecordUnreadable):
            base = {**_unpacked(root, lock.other), **base}
    return base


def _unpacked(root: Path, lock: Lock) -> Mapping[str, File]:
    path, why = root / BASE, ""
    content = b""
    try:
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    if not is_of(content, lock):
        content = next((each for each in kept_by_git(path) if is_of(each, lock)), content)
    return unpack(content, lock, lambda damage: _lost(path, root, why or damage))


def _lost(path: Path, root: Path, why: str) -> RecordUnreadable:
    return RecordUnreadable(
        f"`{path}` is not the pack that the lock speaks of: {why}; nothing was written\n"
        f"hint: bring it back from git, or take the folder in again with `msgen adopt {root}`"
    )


def _system(folder: Path, lock: Lock) -> RecordedSystem:
    """In a multi-repo the services stand beside the system's folder."""
    if lock.layout is not None and lock.layout.kind == "multi-repo":
        return RecordedSystem(_short(folder.parent), folder.name, lock)
    return RecordedSystem(_short(folder), "", lock)


def _system_beside(service: Path) -> RecordedSystem | None:
    """The system of a service that is a repository of its own."""
    for lock in sorted(service.parent.glob(f"*/{LOCK}")):
        content = lock.read_bytes()
        if b'"layout"' not in content:
            continue
        system = _system(lock.parents[1], read_lock(content, _short(lock.parents[1])))
        if service.name in system.folders.values():
            return system
    return None


def _alone(service: Path) -> RecordedSystem:
    return RecordedSystem(_short(service), "", read_lock((service / LOCK).read_bytes(), _short(service)))


def _short(folder: Path) -> Path:
    """As a person would write it: relative below the current folder, whole elsewhere."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith("..") else Path(relative)


def place_in(system: RecordedSystem, path: Path) -> str:
    """A path relative to the destination of its system; empty for the destination itself."""
    inside = os.path.relpath(os.path.abspath(path), system.destination.absolute()).replace(os.sep, "/")
    return "" if inside == "." else inside


def _place(system: RecordedSystem, whole: Path) -> Place:
    inside = place_in(system, whole)
    service = next(
        (name for name, folder in system.folders.items() if inside == folder or inside.startswith(f"{folder}/")), None
    )
    return Place(system, service, inside)


def joined(home: str, folder: str) -> str:
    """A folder that is relative to the system's own, relative to the destination."""
    return posixpath.normpath(posixpath.join(home, folder))
