"""What the migrations of each service did so far: from its record, and from the files that stand on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgen.local.revisions import UnreadableMigration, heads, in_order
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import LOCK, Lock, LockedFile
from msgen.merging.renaming import Renames
from msgen.plan.migrations.history import History
from msgen.plan.migrations.removals import removals
from msgen.plan.migrations.steps import Step, from_data
from msgen.plan.planner import MIGRATIONS
from msgen.topology.model import Topology

_NUMBER = re.compile(r"\d{4}(?=_)")


def history(topology: Topology, service: str, lock: Lock, on_disk: Mapping[str, bytes], renames: Renames) -> History:
    """What is known of the migrations of a service, by the name that it has now; `on_disk`: see `migrations_in`."""
    inside = renames.of(service)
    written = {file.path.rpartition("/")[2]: file for file in lock.files if file.changes is not None}
    try:
        following, order = heads(on_disk), in_order(on_disk)
    except UnreadableMigration as error:
        raise RecordUnreadable(
            f"what the next migration of `{service}` follows is not known: in `{MIGRATIONS}`, {error}\n"
            "hint: correct the file, then run the same command again"
        ) from error
    deleted = sorted(written.keys() - on_disk.keys())
    return History(
        steps=tuple(step for name in (*deleted, *order) for step in _did(name, written, on_disk)),
        heads=following,
        number=max(map(_number, [*on_disk, *written]), default=0),
        rows=inside.aggregates,
        fields={**renames.of_context(topology.services[service].context).fields, **inside.fields},
    )


def migrations_in(service: Path) -> dict[str, bytes]:
    """The migrations that stand in the folder of a service, people's own among them, by their names."""
    return {file.name: file.read_bytes() for file in sorted((service / MIGRATIONS).glob("*.py"))}


def have_parted(on_disk: Mapping[str, bytes]) -> bool:
    """Whether no single revision is the last one; of what cannot be read, the next migration will tell."""
    try:
        return len(heads(on_disk)) > 1
    except UnreadableMigration:
        return False


def _did(name: str, written: Mapping[str, LockedFile], on_disk: Mapping[str, bytes]) -> tuple[Step, ...]:
    """What a migration of msgen's did is in the record; of one of people's, what it removed is in its text."""
    return _steps(written[name]) if name in written else removals(on_disk[name])


def _steps(file: LockedFile) -> tuple[Step, ...]:
    try:
        return from_data(file.changes)
    except ValueError as error:
        raise RecordUnreadable(
            f"`{LOCK}` does not say what `{file.path}` changes: {error}\nhint: bring the lock back from git"
        ) from error


def _number(name: str) -> int:
    found = _NUMBER.match(name)
    return int(found[0]) if found else 0
