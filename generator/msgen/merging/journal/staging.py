"""A destination that does not exist yet: built in a folder beside it, then renamed into place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgen.merging.errors import DestinationTaken
from msgen.merging.journal.disk import (
    folders_above,
    kept_on_success,
    make_folders,
    remove,
    sync,
    with_folders,
    write_new,
)
from msgen.merging.journal.run_lock import try_lock
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import EXECUTABLE


def build_beside(destination: Path, writes: Iterable[Write]) -> None:
    """All of the destination or nothing of it."""
    new = [write for write in writes if write.leaves_something]
    paths = [write.path for write in new]
    with kept_on_success(destination.parent), _stage(destination) as stage:
        for folder in sorted(folders_above(paths)):
            make_folders(stage / folder)
        for write in new:
            if after := write.after:
                write_new(stage / write.path, after)
        stage.chmod(EXECUTABLE)
        sync(with_folders(stage, paths))
        _rename(stage, destination)
    sync([destination.parent])


def remove_leftovers(destination: Path) -> bool:
    """Remove what killed runs left beside the destination; a run still alive holds a lock on its folder."""
    stages = sorted(destination.parent.glob(f"{_glob_literal(_prefix(destination))}*"))
    return any([_remove_if_dead(stage) for stage in stages])


@contextmanager
def _stage(destination: Path) -> Iterator[Path]:
    stage, descriptor = _claim(destination)
    try:
        yield stage
    finally:
        remove(stage)
        os.close(descriptor)


def _claim(destination: Path) -> tuple[Path, int]:
    """A new folder beside the destination, locked; another run may take it for a leftover before it is."""
    while True:
        stage = Path(tempfile.mkdtemp(prefix=_prefix(destination), dir=destination.parent))
        try:
            descriptor = os.open(stage, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        if try_lock(descriptor) is not False and stage.is_dir():
            return stage, descriptor
        os.close(descriptor)


def _rename(stage: Path, destination: Path) -> None:
    """A rename would silently take the place of an empty folder, in which somebody may already work."""
    if os.path.lexists(destination):
        raise DestinationTaken(str(destination))
    try:
        os.rename(stage, destination)
    except (FileExistsError, NotADirectoryError) as error:
        raise DestinationTaken(str(destination)) from error
    except OSError as error:
        if os.path.lexists(destination):
            raise DestinationTaken(str(destination)) from error
        raise


def _remove_if_dead(stage: Path) -> bool:
    try:
        descriptor = os.open(stage, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        if not try_lock(descriptor):
            return False
        remove(stage)
        return True
    finally:
        os.close(descriptor)


def _prefix(destination: Path) -> str:
    return f".{destination.name}.msgen-"


def _glob_literal(text: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in text)
