"""The writes that everything else is made of: exact in mode, and on the disk when they return."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from msgen.rendering.tree import EXECUTABLE, SYMLINK, File


def write_new(path: Path, file: File) -> None:
    """Create a file or link that is not there yet; its mode does not depend on the umask."""
    if file.mode == SYMLINK:
        os.symlink(os.fsdecode(file.content), path)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(file.content)
        stream.flush()
        os.fchmod(descriptor, file.mode)
        os.fsync(descriptor)


def make_folders(folder: Path) -> None:
    """The folder and those above it, open to everybody to read as git would make them."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        each.chmod(EXECUTABLE)


def sync_folders(folders: Iterable[Path]) -> None:
    """Names in a folder are safe only once the folder itself is synced."""
    for folder in sorted(set(folders)):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def folders_above(root: Path, paths: Iterable[str]) -> set[Path]:
    """`root` and every folder below it on the way to one of `paths`."""
    return {root} | {root / parent for path in paths for parent in Path(path).parents}


def remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
