"""One path brought from the state that a run found to the one that it leaves, or back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgen.merging.destination import Existing, fingerprint, read
from msgen.merging.journal.disk import make_folders, remove, write_new
from msgen.rendering.tree import File


@dataclass(frozen=True, slots=True)
class Placing:
    destination: Path
    path: str
    expected: str
    """Fingerprint of what may be replaced or removed; empty where nothing may be there."""
    wanted: str
    """Fingerprint of what shall stand there; empty where nothing shall."""
    blob: Path
    """Holds what shall stand there."""
    folders: Mapping[str, int] = field(default_factory=dict)
    """The modes of folders that may have to be made, where they are not those of new ones."""

    @property
    def target(self) -> Path:
        return self.destination / self.path

    @property
    def temporary(self) -> Path:
        return self.target.with_name(f".{self.target.name}.msgen-{self.blob.name}")


def place(placing: Placing) -> bool:
    """Whether the path is now as wanted. Doing it twice does nothing the second time."""
    remove(placing.temporary)
    found = look(placing.destination, placing.path)
    if standing(found) == placing.wanted:
        return True
    if fingerprint(found) != placing.expected:
        return False
    if not placing.wanted:
        placing.target.unlink()
        return True
    make_folders(placing.target.parent, {placing.destination / path: mode for path, mode in placing.folders.items()})
    return _replace(placing) if placing.expected else _create(placing)


def look(destination: Path, path: str) -> Existing | None:
    return read(destination, [path]).get(path)


def standing(found: Existing | None) -> str:
    """The fingerprint of a file; where a folder stands in its place, there is no file."""
    return "" if found and found.obstacle else fingerprint(found)


def _create(placing: Placing) -> bool:
    """False where a file came into being since the last look: a link never replaces one, as a rename would."""
    try:
        os.link(placing.blob, placing.target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:
        return not os.path.lexists(placing.target) and _replace(placing)
    return True


def _replace(placing: Placing) -> bool:
    """In one step, by a second name of the blob; some file systems need a second copy for that."""
    blob, temporary = placing.blob, placing.temporary
    try:
        os.link(blob, temporary, follow_symlinks=False)
    except OSError:
        write_new(temporary, copy_of(blob))
    os.replace(temporary, placing.target)
    return True


def copy_of(path: Path) -> File:
    """A file as it is, with its exact mode; or a link."""
    found = read(path.parent, [path.name])[path.name]
    mode = found.mode if path.is_symlink() else path.stat().st_mode & 0o7777
    return File(found.content, mode, "G")
