"""A small system that people have worked in, what a run is to do to it, and the moments of that run.

There is one path for each thing that can happen: replaced, created, removed, moved, made executable, led elsewhere,
a file where a folder was and the reverse, a folder that is emptied and one that is not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgen.merging.destination import read
from msgen.merging.journal import placing
from msgen.merging.journal.run import recover, undo, write
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

LINK = "link"
Snapshot = dict[str, tuple[str, bytes]]

FOUND: Mapping[str, tuple[str, bytes]] = {
    ".msgen/.gitignore": ("644", b"txn*\nundo/\n"),
    ".msgen/lock.json": ("644", b"lock 1\n"),
    "README.md": ("644", b"# shop 1\n"),
    "gone/deep/only.py": ("600", b"ONLY = 1\n"),
    "latest": (LINK, b"run.sh"),
    "place/part.py": ("644", b"PART = 1\n"),
    "run.sh": ("644", b"#!/bin/sh\n"),
    "secret.env": ("600", b"KEY=1\n"),
    "service/.msgen/lock.json": ("644", b"lock of a service\n"),
    "service/mine.py": ("644", b"MINE = 1\n"),
    "service/old.py": ("640", b"OLD = 1\n"),
    "thing": ("755", b"a file\n"),
}
FOLDERS = {"gone": 0o700, "gone/deep": 0o750, "service": 0o750}

LEFT: Mapping[str, File | None] = {
    ".msgen/lock.json": File(b"lock 2\n", REGULAR, "R"),
    "README.md": File(b"# shop 2\n", REGULAR, "G"),
    "gone/deep/only.py": None,
    "latest": File(b"README.md", SYMLINK, "G"),
    "new/folder/new.py": File(b"NEW = 2\n", REGULAR, "G"),
    "place": File(b"a file now\n", REGULAR, "G"),
    "place/part.py": None,
    "run.sh": File(b"#!/bin/sh\n", EXECUTABLE, "G"),
    "secret.env": File(b"KEY=2\n", REGULAR, "G"),
    "service/.msgen/lock.json": None,
    "service/new.py": File(b"NEW = 2\n", REGULAR, "G"),
    "service/old.py": None,
    "thing": None,
    "thing/part.py": File(b"PART = 2\n", EXECUTABLE, "G"),
}


def lay(destination: Path) -> None:
    """What stands there before the run."""
    destination.mkdir(parents=True)
    for path, (mode, content) in FOUND.items():
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if mode == LINK:
            target.symlink_to(os.fsdecode(content))
        else:
            target.write_bytes(content)
            target.chmod(int(mode, 8))
    for folder, each in FOLDERS.items():
        (destination / folder).chmod(each)


def decided(destination: Path, wanted: Mapping[str, File | None] = LEFT) -> list[Write]:
    """What a run decides to do, by what it finds."""
    found = read(destination, wanted)
    return [Write(path, found.get(path), after) for path, after in wanted.items()]


def run(destination: Path) -> None:
    """What a writing command does on the disk; a second time it finds nothing to do."""
    recover(destination)
    write(destination, decided(destination), command="update")


def go_back(destination: Path) -> None:
    undo(destination)


def snapshot(folder: Path) -> Snapshot:
    """Everything below a folder with its exact mode, but for what can be undone."""
    found: Snapshot = {}
    for path in folder.rglob("*"):
        shown = path.relative_to(folder).as_posix()
        if shown.startswith(".msgen/undo"):
            continue
        if path.is_symlink():
            found[shown] = (LINK, os.fsencode(os.readlink(path)))
        else:
            content = b"" if path.is_dir() else path.read_bytes()
            found[f"{shown}/" if path.is_dir() else shown] = (f"{path.stat().st_mode & 0o7777:o}", content)
    return dict(sorted(found.items()))


def contents(folder: Path) -> set[bytes]:
    """Every content that can still be had, wherever it lies."""
    return {
        os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


_CALLS = ("chmod", "fchmod", "fsync", "link", "mkdir", "open", "rename", "replace", "rmdir", "symlink", "unlink")


@contextmanager
def before_each_moment(happens: Callable[[int], None]) -> Iterator[None]:
    """Inside, `happens` is told the number of each write, sync and rename just before it is done.

    Syncs are counted and not done: they matter to disks that lose power, not to processes that are killed.
    """
    count = 0

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def told(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            if call is not originals["open"] or arguments[1] & (os.O_WRONLY | os.O_CREAT):
                count += 1
                happens(count)
            return None if call is originals["fsync"] else call(*arguments, **options)

        return told

    originals = {name: getattr(os, name) for name in _CALLS}
    exchange = placing.exchange
    try:
        for name, call in originals.items():
            setattr(os, name, watched(call))
        placing.exchange = watched(exchange)
        yield
    finally:
        for name, call in originals.items():
            setattr(os, name, call)
        placing.exchange = exchange
