"""What the migrations of each service did so far: from its record, and from the files that stand on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgen.local.revisions import UnreadableMigration, heads
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import LOCK, Lock, LockedFile
from msgen.merging.renaming import Renames
from msgen.plan.migrations.history import History
from msgen.plan.migrations.steps import Step, from_data
from msgen.plan.planner import MIGRATIONS
from msgen.topology.model import Topology

_NUMBER = re.compile(r"\d{4}(?=_)")


def histories(
    topology: Topology,
    locks: Mapping[str, Lock],
    on_disk: Mapping[str, Mapping[str, bytes]],
    renames: Renames,
) -> dict[str, History]:
    """The history of each service that was generated before.

    All are found by the name that the service has now: `locks`, and the migrations `on_disk`, see `migrations_in`.
    """
    return {
        name: _history(locks[name], on_disk.get(name, {}), service.context, name, renames)
        for name, service in topology.services.items()
        if name in locks
    }


def migrations_in(service: Path) -> dict[str, bytes]:
    """The migrations that stand in the folder of a service, people's own among them, by their names."""
    return {file.name: file.read_bytes() for file in sorted((service / MIGRATIONS).glob("*.py"))}


def _history(lock: Lock, on_disk: Mapping[str, bytes], context: str, service: str, renames: Renames) -> History:
    inside = renames.of(service)
    return History(
        steps=tuple(step for file in _migrations(lock) for step in _steps(file)),
        heads=_heads(service, on_disk),
        number=max(map(_number, [*on_disk, *(file.path for file in _migrations(lock))]), default=0),
        rows=inside.aggregates,
        fields={**renames.of_context(context).fields, **inside.fields},
    )


def _migrations(lock: Lock) -> Iterator[LockedFile]:
    """Those that msgen wrote, in the order of their numbers: each follows only lower ones."""
    return (file for file in sorted(lock.files, key=lambda each: each.path) if file.changes is not None)


def _steps(file: LockedFile) -> tuple[Step, ...]:
    try:
        return from_data(file.changes)
    except ValueError as error:
        raise RecordUnreadable(
            f"`{LOCK}` does not say what `{file.path}` changes: {error}\nhint: bring the lock back from git"
        ) from error


def _heads(service: str, on_disk: Mapping[str, bytes]) -> tuple[str, ...]:
    try:
        return heads(on_disk)
    except UnreadableMigration as error:
        raise RecordUnreadable(
            f"what the next migration of `{service}` follows is not known: in `{MIGRATIONS}`, {error}\n"
            "hint: correct the file, then run the same command again"
        ) from error


def _number(path: str) -> int:
    found = _NUMBER.match(path.rpartition("/")[2])
    return int(found[0]) if found else 0
