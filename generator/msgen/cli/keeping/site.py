"""A folder that is a generated system, or was one before its record got lost."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from msgen.cli.usage import UsageError
from msgen.merging.errors import RecordTooNew, RecordUnreadable
from msgen.merging.lock import LOCK, Inputs, Layout, Lock, read_lock
from msgen.merging.locked_design import NO_DESIGN
from msgen.merging.recorded import RecordedSystem, base_of, find, lock_of
from msgen.plan.planner import relative_folders, system_folder
from msgen.spec import parse, read
from msgen.spec.reader import SPEC
from msgen.topology import resolve


class Site(Struct, frozen=True):
    system: RecordedSystem
    """As its record tells it, or as its spec does where there is no record."""
    damaged: tuple[str, ...]
    """The repositories that stand there without a record that can be read; the system's own has an empty name."""

    @property
    def folders(self) -> Mapping[str, str]:
        return {"": self.system.home, **self.system.folders}


def site_of(path: Path) -> Site:
    """The system that a path belongs to, whatever became of its record."""
    whole = Path(os.path.abspath(path))
    for folder in (whole, *whole.parents):
        lock = _lock_in(folder)
        if lock is not None and lock.layout is not None:
            return _site(find(folder).system, [])
        if (folder / SPEC).is_file():
            return _site(_by_its_spec(folder), [""])
    with suppress(RecordUnreadable):
        return _site(find(path).system, [])
    raise UsageError(
        f"`{path}` belongs to no system: there is no `{SPEC}` in it or above it",
        "name the folder of a system, or of a service in one",
    )


def _lock_in(folder: Path) -> Lock | None:
    try:
        return read_lock((folder / LOCK).read_bytes(), folder)
    except RecordTooNew:
        raise
    except (OSError, RecordUnreadable):
        return None


def _by_its_spec(folder: Path) -> RecordedSystem:
    topology = resolve(parse(read(folder / SPEC)))
    home = folder.name if system_folder(topology) else ""
    destination = folder.parent if home else folder
    lock = Lock(
        msgen="",
        blueprints=(),
        design=NO_DESIGN,
        spec_hash="",
        base_hash="",
        files=(),
        inputs=Inputs("", ()),
        layout=Layout(topology.platform.layout, relative_folders(topology)),
    )
    relative = os.path.relpath(destination)
    return RecordedSystem(destination if relative.startswith("..") else Path(relative), home, lock)


def _site(system: RecordedSystem, damaged: list[str]) -> Site:
    if not damaged and not _has_its_pack(system, system.home, system.lock):
        damaged = [""]
    for name, folder in system.folders.items():
        if (system.destination / folder).is_dir() and not _is_whole(system, folder):
            damaged.append(name)
    return Site(system, tuple(damaged))


def _is_whole(system: RecordedSystem, folder: str) -> bool:
    try:
        return _has_its_pack(system, folder, lock_of(system, folder))
    except RecordTooNew:
        raise
    except RecordUnreadable:
        return False


def _has_its_pack(system: RecordedSystem, folder: str, lock: Lock) -> bool:
    try:
        base_of(system, folder, lock)
    except RecordUnreadable:
        return False
    return True
