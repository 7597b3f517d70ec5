"""What stands at the destination, read before anything is decided."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from msgen.merging.errors import AlreadyGenerated
from msgen.merging.lock import LOCK, read_lock
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

State = Literal["absent", "foreign", "ours"]


@dataclass(frozen=True, slots=True)
class Existing:
    """What is found at a path where msgen would write."""

    content: bytes
    mode: int
    obstacle: str = ""
    """What keeps the path from being a file: a folder there, or a file or link above it; else empty."""

    def equals(self, file: File) -> bool:
        return not self.obstacle and (self.mode, self.content) == (file.mode, file.content)


def examine(destination: Path, inputs: str, *, home: str = "") -> State:
    """Whether `msgen new` finds nothing, a folder of the user's, or its own work from equal `inputs`.

    `home` is the folder of the system repository below the destination.
    """
    lock = destination / home / LOCK
    if not os.path.lexists(destination):
        return "absent"
    if not lock.is_file():
        return "foreign"
    found = read_lock(lock.read_bytes(), destination / home).inputs
    if found is not None and found.hash == inputs:
        return "ours"
    raise AlreadyGenerated(str(destination / home))


def read(destination: Path, paths: Iterable[str]) -> dict[str, Existing]:
    """What is at those of `paths` where there is something."""
    if not os.path.lexists(destination):
        return {}
    root = str(destination)
    found = ((path, _read(root, path)) for path in paths)
    return {path: existing for path, existing in found if existing}


def fingerprint(existing: Existing | File | None) -> str:
    """Content and mode as one short text; empty where there is nothing."""
    if existing is None:
        return ""
    if isinstance(existing, Existing) and existing.obstacle:
        return f"obstacle {existing.obstacle}"
    return f"{existing.mode:o} {hashlib.sha256(existing.content).hexdigest()}"


def _read(root: str, path: str) -> Existing | None:
    """With texts for paths: of thousands of `Path`s Python keeps each part for later."""
    above = ""
    for part in path.split("/")[:-1]:
        above = f"{above}/{part}" if above else part
        mode = _mode(os.path.join(root, above))
        if mode is None:
            return None
        if not stat.S_ISDIR(mode):
            return Existing(b"", 0, obstacle=above)
    return _read_leaf(os.path.join(root, path), path)


def _read_leaf(target: str, path: str) -> Existing | None:
    mode = _mode(target)
    if mode is None:
        return None
    if stat.S_ISLNK(mode):
        return Existing(os.fsencode(os.readlink(target)), SYMLINK)
    if not stat.S_ISREG(mode):
        return Existing(b"", 0, obstacle=path)
    with open(target, "rb") as file:
        return Existing(file.read(), EXECUTABLE if mode & 0o100 else REGULAR)


def _mode(path: str) -> int | None:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None
