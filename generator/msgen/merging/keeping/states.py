"""What has become of each file since msgen wrote it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from msgen.merging.destination import Existing
from msgen.merging.keeping.repositories import places_of
from msgen.merging.lock import LockedFile, Pending, git_mode
from msgen.merging.threeway.pending import SIDE_FILES, open_entries
from msgen.merging.threeway.repository import Repository

State = Literal["clean", "edited", "deleted", "moved", "conflict", "orphan", "ejected", "foreign"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class FileState:
    path: str
    """Below the destination: where the file stands, or would."""
    state: State
    moved_from: str = ""
    note: str = ""
    """What a person should know about it."""


def states(repository: Repository) -> Iterator[FileState]:
    """The state of every file that is recorded, and of the foreign ones; sorted by path."""
    places = places_of(repository)
    waiting = {entry.path: entry for entry in _waiting(repository)}
    found = [
        _recorded(repository, entry, places[path], waiting.get(places[path]))
        for path, entry in repository.locked.items()
    ]
    taken = {*places.values(), *_inputs(repository)}
    found += [_orphan(repository, entry) for path, entry in waiting.items() if path not in taken]
    taken |= {f"{path}{side}" for path in waiting for side in ("", *SIDE_FILES)}
    found += [FileState(repository.new(path), "foreign") for path in repository.standing.others if path not in taken]
    return iter(sorted(found, key=lambda each: each.path))


def _waiting(repository: Repository) -> tuple[Pending, ...]:
    return open_entries(repository.lock.pending, repository.standing.read) if repository.lock else ()


def _inputs(repository: Repository) -> Collection[str]:
    """What the system is generated from belongs to people, but nobody wonders what it is."""
    return repository.lock.inputs.files if repository.lock and repository.lock.inputs else ()


def _recorded(repository: Repository, entry: LockedFile, place: str, waiting: Pending | None) -> FileState:
    path = repository.new(place)
    found = repository.standing.files.get(place) or repository.standing.read(place)
    if waiting is not None:
        return FileState(path, "conflict", note=_side(repository, waiting))
    if entry.owner == "ejected" or repository.is_left_alone(entry.path) or repository.is_left_alone(place):
        return FileState(path, "ejected")
    if found is None:
        return FileState(path, "deleted")
    if found.obstacle:
        return FileState(path, "deleted", note=f"`{found.obstacle}` is in its place")
    edited = not is_as_generated(found, entry)
    if place != entry.path:
        return FileState(path, "moved", repository.new(entry.path), note="and edited" if edited else "")
    return FileState(path, "edited" if edited else "clean", note=_kind(found, entry) if edited else "")


def is_as_generated(found: Existing, entry: LockedFile) -> bool:
    return git_mode(found.mode) == entry.mode and hashlib.sha256(found.content).hexdigest() == entry.sha256


def _kind(found: Existing, entry: LockedFile) -> str:
    """What was changed beside the content, if anything was."""
    mode = git_mode(found.mode)
    if mode == entry.mode:
        return ""
    kinds: Mapping[str, str] = {"100644": "no longer executable", "100755": "executable", "120000": "a symbolic link"}
    return "no longer a symbolic link" if entry.mode == "120000" else kinds[mode]


def _side(repository: Repository, waiting: Pending) -> str:
    sides = (f"{waiting.path}{side}" for side in SIDE_FILES)
    beside = [f"`{side}`" for side in sides if repository.standing.read(side) is not None]
    return f"see {' and '.join(beside)}" if waiting.kind == "side file" else ""


def _orphan(repository: Repository, entry: Pending) -> FileState:
    return FileState(
        repository.new(entry.path),
        "orphan" if entry.kind == "orphan" else "conflict",
        note="no longer generated" if entry.kind == "orphan" else _side(repository, entry),
    )
