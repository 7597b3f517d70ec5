"""One path brought from the state that a run found to the one that it leaves, or back.

Somebody may save the file at any moment. So it changes places with the new one, and what comes out is looked at:
if it is not what was expected, it goes back. A killed run may leave it under its temporary name; the next one looks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.destination import Existing, fingerprint, read
from msgen.merging.journal.disk import folders_above, write_new
from msgen.merging.journal.exchange import exchange
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
    folders: Mapping[str, int]
    """The folders that may have to be made, with their modes."""

    @property
    def target(self) -> Path:
        return self.destination / self.path

    @property
    def temporary(self) -> Path:
        return self.target.with_name(f".{self.target.name}.msgen-{self.blob.name}")

    @property
    def unfinished(self) -> Path:
        """The name of a copy while it is being written."""
        return self.temporary.with_name(f"{self.temporary.name}.part")


def place(placing: Placing) -> bool:
    """Whether the path is now as wanted. Doing it twice does nothing the second time."""
    clear(placing)
    stands, found = looked_at(placing.destination, placing.path)
    if stands == placing.wanted:
        return True
    if found != placing.expected:
        return False
    if not placing.wanted:
        return _take_away(placing)
    _make_folders(placing)
    return _replace(placing) if placing.expected else _create(placing)


def clear(placing: Placing) -> None:
    """Remove what a killed run left beside the path, and put back what it had taken away, or somebody had saved."""
    if _is_blocked(placing):
        return
    temporary, target = placing.temporary, placing.target
    _drop(placing.unfinished)
    if not os.path.lexists(temporary):
        return
    held, known = _held(temporary), (placing.expected, placing.wanted)
    if held != placing.wanted and not os.path.lexists(target):
        _put_back(placing)
    elif held not in known and _held(target) in known:
        exchange(temporary, target)
    _drop(temporary)


def look(destination: Path, path: str) -> Existing | None:
    return read(destination, [path]).get(path)


def looked_at(destination: Path, path: str) -> tuple[str, str]:
    """What `standing` and `fingerprint` say of a path; the content, which may be large, is let go of at once."""
    found = look(destination, path)
    return standing(found), fingerprint(found)


def standing(found: Existing | None) -> str:
    """The fingerprint of a file; where a folder stands in its place, there is no file."""
    return "" if found and found.obstacle else fingerprint(found)


def _is_blocked(placing: Placing) -> bool:
    """Whether a file or a link stands where a folder above the path would be."""
    found = look(placing.destination, placing.path)
    return found is not None and found.obstacle not in ("", placing.path)


def _make_folders(placing: Placing) -> None:
    """A killed run may have made one whose mode is not right yet."""
    for folder in sorted(folders_above([placing.path]) & placing.folders.keys()):
        target, mode = placing.destination / folder, placing.folders[folder]
        target.mkdir(exist_ok=True)
        if target.stat().st_mode & 0o7777 != mode:
            target.chmod(mode)


def _create(placing: Placing) -> bool:
    """False where a file came into being since the last look: a link never replaces one, as a rename would.

    Some file systems know no second names of a file; there it is copied, and looked for once more.
    """
    try:
        os.link(placing.blob, placing.target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:
        return _create_by_copy(placing)
    return True


def _create_by_copy(placing: Placing) -> bool:
    write_new(placing.unfinished, _copy_of(placing.blob))
    if os.path.lexists(placing.target):
        _drop(placing.unfinished)
        return False
    os.rename(placing.unfinished, placing.target)
    return True


def _replace(placing: Placing) -> bool:
    _lay_beside(placing)
    temporary, target = placing.temporary, placing.target
    try:
        exchanged = exchange(temporary, target)
    except FileNotFoundError:
        _drop(temporary)
        return False
    if not exchanged:
        return _replace_in_two_steps(placing)
    if _held(temporary) == placing.expected:
        temporary.unlink()
        return True
    exchange(temporary, target)
    if _held(temporary) == placing.wanted:
        temporary.unlink()
    return False


def _replace_in_two_steps(placing: Placing) -> bool:
    """For file systems that cannot exchange: for a moment nothing is there."""
    _drop(placing.temporary)
    try:
        os.rename(placing.target, placing.temporary)
    except FileNotFoundError:
        return False
    if _held(placing.temporary) != placing.expected:
        _put_back(placing)
        return False
    created = _create(placing)
    _drop(placing.temporary)
    return created


def _take_away(placing: Placing) -> bool:
    try:
        os.rename(placing.target, placing.temporary)
    except FileNotFoundError:
        return True
    if _held(placing.temporary) == placing.expected:
        placing.temporary.unlink()
        return True
    _put_back(placing)
    return False


def _lay_beside(placing: Placing) -> None:
    """What shall stand there, under the temporary name: a second name of the blob, or where there are none, a copy."""
    try:
        os.link(placing.blob, placing.temporary, follow_symlinks=False)
    except OSError:
        write_new(placing.unfinished, _copy_of(placing.blob))
        os.rename(placing.unfinished, placing.temporary)


def _put_back(placing: Placing) -> bool:
    """From the temporary name to the path itself, unless something newer stands there."""
    temporary, target = placing.temporary, placing.target
    try:
        os.link(temporary, target, follow_symlinks=False)
    except FileExistsError:
        _drop(temporary)
        return False
    except OSError:
        if free := not os.path.lexists(target):
            os.rename(temporary, target)
        return free
    temporary.unlink()
    return True


def _drop(path: Path) -> None:
    """Remove a file, and never a folder that somebody put in its place."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)


def _held(path: Path) -> str:
    return fingerprint(look(path.parent, path.name))


def _copy_of(path: Path) -> File:
    """A file with its exact mode, or a link."""
    found = read(path.parent, [path.name])[path.name]
    mode = found.mode if path.is_symlink() else path.stat().st_mode & 0o7777
    return File(found.content, mode, "G")
