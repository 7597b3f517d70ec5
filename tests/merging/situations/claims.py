"""What must hold of a project after an update, whichever tool did it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

BY_HAND = b"by hand"
"""Stands in whatever people write in the situations."""


class Entry(NamedTuple):
    mode: str
    """`file`, `executable` or `link`."""
    content: bytes
    """Of a link its target."""


Snapshot = Mapping[str, Entry]
Claim = Callable[[Snapshot], bool]

_NOT_THE_PROJECTS = (".git", ".msgen")


def snapshot(project: Path) -> Snapshot:
    """Every file and link, but for repositories and the record."""
    found = {}
    for folder, folders, files in os.walk(project):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in (*_NOT_THE_PROJECTS, *links))
        for name in (*files, *links):
            if name not in _NOT_THE_PROJECTS:
                path = Path(folder, name)
                found[path.relative_to(project).as_posix()] = _entry(path)
    return dict(sorted(found.items()))


def anywhere(*texts: bytes) -> Claim:
    """Each of the texts is in some file."""
    return lambda found: all(any(text in entry.content for entry in found.values()) for text in texts)


def there(path: str, entry: Entry) -> Claim:
    return lambda found: found.get(path) == entry


def moved(old: str, new: str) -> Claim:
    return lambda found: old not in found and new in found


def gone(path: str) -> Claim:
    return lambda found: path not in found


def executable(path: str) -> Claim:
    return lambda found: path in found and found[path].mode == "executable"


def anything(found: Snapshot) -> bool:
    return True


def _entry(path: Path) -> Entry:
    if path.is_symlink():
        return Entry("link", os.fsencode(os.readlink(path)))
    return Entry("executable" if path.stat().st_mode & stat.S_IXUSR else "file", path.read_bytes())
