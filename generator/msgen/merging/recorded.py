"""A generated system as its records tell it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.baseline import BASE, unpack
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import LOCK, Lock, read_lock
from msgen.rendering.tree import File


@dataclass(frozen=True, slots=True)
class RecordedSystem:
    destination: Path
    """The folder below which everything is written."""
    home: str
    """The system's own folder below it; empty in a mono-repo."""
    lock: Lock

    @property
    def root(self) -> Path:
        return self.destination / self.home

    @property
    def folders(self) -> Mapping[str, str]:
        """Service to its folder below the destination."""
        layout = self.lock.layout
        return {name: _joined(self.home, folder) for name, folder in layout.folders.items()} if layout else {}


@dataclass(frozen=True, slots=True)
class Place:
    """What a path means that somebody gives to a command."""

    system: RecordedSystem
    service: str | None
    """The service in whose folder the path lies, if it does."""
    inside: str
    """The path relative to the destination; empty for the destination itself."""


def find(path: Path) -> Place:
    """The system that a path belongs to: the nearest folder above it whose record lists services.

    Raises `RecordUnreadable` where there is none, or where its lock cannot be read.
    """
    whole = Path(os.path.abspath(path))
    for folder in (whole, *whole.parents):
        if (folder / LOCK).is_file():
            lock = read_lock((folder / LOCK).read_bytes())
            if lock.layout is not None:
                return _place(_system(folder, lock), whole)
    raise RecordUnreadable(
        f"`{path}` is no generated system: there is no `{LOCK}` in it or above it\n"
        "hint: name the folder of a system, or generate one with `msgen new`"
    )


def lock_of(system: RecordedSystem, folder: str) -> Lock:
    """The lock of a service's repository, `folder` being below the destination."""
    path = system.destination / folder / LOCK
    try:
        return read_lock(path.read_bytes())
    except OSError as error:
        raise RecordUnreadable(
            f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}\n"
            f"hint: bring it back from git, or take the folder in with `msgen adopt {system.destination / folder}`"
        ) from error


def base_of(system: RecordedSystem, folder: str, lock: Lock) -> Mapping[str, File]:
    """What was generated there last, from its pack; paths are relative to the folder."""
    root = system.destination / folder if folder else system.destination
    path = root / BASE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _lost(path, root, (error.strerror or str(error)).lower()) from error
    return unpack(content, lock, lambda why: _lost(path, root, why))


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


def _short(folder: Path) -> Path:
    """As a person would write it: relative below the current folder, whole elsewhere."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith("..") else Path(relative)


def _place(system: RecordedSystem, whole: Path) -> Place:
    inside = os.path.relpath(whole, system.destination.absolute()).replace(os.sep, "/")
    inside = "" if inside == "." else inside
    service = next(
        (name for name, folder in system.folders.items() if inside == folder or inside.startswith(f"{folder}/")), None
    )
    return Place(system, service, inside)


def _joined(home: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join(home, folder))
