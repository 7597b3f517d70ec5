"""A repository whose record is lost: what is taken as generated, and what then counts as an edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from msgen.merging.destination import Existing
from msgen.merging.keeping.settling import regions
from msgen.merging.lock import Lock, Pending
from msgen.merging.text import similarity
from msgen.merging.threeway.pending import SIDE_FILES, has_regions
from msgen.merging.threeway.repository import Standing
from msgen.rendering.tree import File, Tree


@dataclass(frozen=True, slots=True)
class Remains:
    """What there is to go by."""

    lock: Lock | None
    """The lock, where it can be read."""
    pack: Mapping[str, File]
    """What can be read of the pack."""
    standing: Standing


@dataclass(frozen=True, slots=True)
class TakenIn:
    base: Tree
    """What counts as generated last; of the files that are generated now, with their ids."""
    ejected: frozenset[str]
    """Paths that belong to people."""
    pending: tuple[Pending, ...]
    is_current: bool
    """The base is what is generated now, all of it."""
    clean: int
    edited: int
    missing: int


def taken_in(pristine: Tree, remains: Remains) -> TakenIn:
    """For each file the version that what stands there comes closest to; no line that stands there is lost by that."""
    base = dict(_bases(pristine, remains))
    found = {path: remains.standing.files.get(path) for path in base}
    same = sum(each is not None and each.equals(base[path]) for path, each in found.items())
    missing = sum(each is None for each in found.values())
    ejected = _ejected(pristine, remains)
    return TakenIn(
        base=Tree(base | {path: pristine[path] for path in ejected if path in pristine}),
        ejected=ejected,
        pending=remains.lock.pending if remains.lock else tuple(_pending(pristine, remains)),
        is_current=base == {path: file for path, file in pristine.items() if path not in ejected},
        clean=same,
        edited=len(base) - same - missing,
        missing=missing,
    )


def _bases(pristine: Tree, remains: Remains) -> Iterator[tuple[str, File]]:
    ejected = _ejected(pristine, remains)
    for path, file in pristine.items():
        found = remains.standing.files.get(path)
        if path not in ejected and not _is_new(path, file, found, remains):
            yield path, _closest(file, found, remains, path)
    for path, file in remains.pack.items():
        if path not in pristine and path in remains.standing.files:
            yield path, file


def _is_new(path: str, file: File, found: Existing | None, remains: Remains) -> bool:
    """The next update is to create it: neither did msgen write it before, nor does it stand there."""
    return found is None and file.owner in ("G", "H") and bool(remains.pack) and path not in remains.pack


def _ejected(pristine: Tree, remains: Remains) -> frozenset[str]:
    """As the lock says, or what stands where msgen would write although it never wrote it."""
    if remains.lock is not None:
        return frozenset(entry.path for entry in remains.lock.files if entry.owner == "ejected")
    return frozenset(
        path
        for path, file in pristine.items()
        if file.owner in ("G", "H") and remains.pack and path not in remains.pack
        if (found := remains.standing.files.get(path)) is not None and not found.equals(file)
    )


def _closest(file: File, found: Existing | None, remains: Remains, path: str) -> File:
    """`file` with the content and the mode of the version from which what stands there was made."""
    if file.owner == "A" or (found is not None and found.obstacle):
        return file
    packed = remains.pack.get(path)
    if packed is None:
        return _as_it_stands(file, found) if _is_unedited(path, found, remains.lock) else file
    if found is None or similarity(found.content, packed.content) >= similarity(found.content, file.content):
        return replace(file, content=packed.content, mode=packed.mode)
    return file


def _is_unedited(path: str, found: Existing | None, lock: Lock | None) -> bool:
    if found is None or lock is None:
        return False
    hash_ = hashlib.sha256(found.content).hexdigest()
    return any(entry.path == path and entry.sha256 == hash_ for entry in lock.files)


def _as_it_stands(file: File, found: Existing | None) -> File:
    return file if found is None else replace(file, content=found.content, mode=found.mode)


def _pending(pristine: Tree, remains: Remains) -> Iterator[Pending]:
    """What an update has left, by the traces of it."""
    for path in pristine:
        found = remains.standing.files.get(path)
        if found is None:
            continue
        if has_regions(found.content) and regions(found.content):
            yield Pending(path, "conflict")
        elif any(remains.standing.read(f"{path}{side}") is not None for side in SIDE_FILES):
            yield Pending(path, "side file")
