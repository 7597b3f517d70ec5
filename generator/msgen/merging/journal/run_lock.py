"""One writing command at a time per system."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_STAND_IN = ".gitignore"
"""The file of a record that no run ever replaces."""


@contextmanager
def run_lock(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock on a folder; `waiting` is called once if somebody else has it.

    The lock is on the folder itself: no lock file, nothing written, and a killed run leaves nothing locked. Network
    file systems lock only what can be opened for writing, there it is on a file in the folder.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lockable = _acquire(descriptor, waiting)
        stand_in = folder / _STAND_IN
        if lockable or not stand_in.is_file():
            yield
        else:
            with _file_lock(stand_in, waiting):
                yield
    finally:
        os.close(descriptor)


def try_lock(descriptor: int) -> bool | None:
    """Whether this run now holds the lock on an open file or folder; None where such a thing cannot be locked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno == errno.EBADF:
            return None
        raise
    return True


@contextmanager
def _file_lock(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """The lock on a file, which git may have replaced while this run was waiting."""
    while True:
        descriptor = os.open(path, os.O_RDWR)
        try:
            _acquire(descriptor, waiting)
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                yield
                return
        finally:
            os.close(descriptor)


def _acquire(descriptor: int, waiting: Callable[[], None]) -> bool:
    """Wait for the lock; False where such a thing cannot be locked."""
    held = try_lock(descriptor)
    if held is False:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return held is not None
