"""The writes that everything else is made of, exact in mode, and what makes them safe against a power cut."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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
        os.fchmod(descriptor, file.mode)


def make_folders(folder: Path) -> list[Path]:
    """The folder and those above it, open to everybody to read as git would make them; returns the new ones."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        each.chmod(EXECUTABLE)
    return missing


@contextmanager
def kept_on_success(folder: Path) -> Iterator[None]:
    """Makes a folder and those above it, and removes what it made, where empty, if the work inside fails."""
    made = make_folders(folder)
    try:
        yield
    except BaseException:
        for each in made:
            with suppress(OSError):
                each.rmdir()
        raise


def sync(paths: Iterable[Path]) -> None:
    """Bring files or folders to the disk; a new name is safe once its folder is there too.

    Called once for many files: a sync after each write costs ten times as much. What somebody removed meanwhile is
    nothing to be kept.
    """
    for path in paths:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOENT):
                continue  # a link is a part of its folder
            raise
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def with_folders(root: Path, paths: Sequence[str]) -> Iterator[Path]:
    """The files at `paths` below `root`, and every folder on the way to them."""
    yield from (root / path for path in paths)
    yield from (root / folder for folder in sorted(folders_above(paths)))


def folders_above(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to the paths, with the root, which is empty."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
