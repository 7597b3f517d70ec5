"""From change set to disk: all of it or nothing, also when the process is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from msgen.merging.change_set import ChangeSet
from msgen.merging.errors import AnotherSpec, CannotWrite, ForeignFilesInTheWay, TargetChanged
from msgen.merging.journal.index_stages import record_conflicts
from msgen.merging.journal.run import interrupted, silently, write
from msgen.merging.journal.staging import build_beside, remove_leftovers
from msgen.merging.report import Report


def apply(
    change_set: ChangeSet,
    destination: Path,
    *,
    command: str = "new",
    home: str = "",
    waiting: Callable[[], None] = silently,
) -> Report:
    """Write the change set. `home` is the folder of the system repository below the destination.

    Raises before anything is written where files changed since they were read, and for `msgen new` also where any
    are in the way. What that command writes cannot be taken back, what every other one writes can.
    """
    if command == "new":
        refuse_conflicts(change_set)
    report = _report(change_set, destination)
    if not change_set.writes:
        return report
    try:
        left = _apply(change_set, destination, command, home, waiting)
    except OSError as error:
        unfinished = interrupted(destination, home=home)
        raise CannotWrite(str(destination), error, command=command, interrupted=unfinished) from error
    shown = {change.path: change.stages for change in change_set.changes if change.stages and change.path not in left}
    record_conflicts(destination, shown, home=home)
    if left:
        written = tuple(path for path in report.written if path not in left)
        raise TargetChanged(left, others_written=True, report=replace(report, written=written))
    return report


def refuse_conflicts(change_set: ChangeSet) -> None:
    """Raise where something is in the way of a first run, naming all of it."""
    if specs := tuple(change.path for change in change_set.having("conflict") if change.is_input):
        raise AnotherSpec(specs)
    if obstacles := in_the_way(change_set):
        raise ForeignFilesInTheWay(obstacles)


def in_the_way(change_set: ChangeSet) -> tuple[str, ...]:
    """What a first run would have to replace, sorted."""
    return tuple(sorted({change.obstacle or change.path for change in change_set.having("conflict")}))


def _apply(
    change_set: ChangeSet, destination: Path, command: str, home: str, waiting: Callable[[], None]
) -> tuple[str, ...]:
    """The paths that changed meanwhile and were left as they are."""
    if not os.path.lexists(destination):
        remove_leftovers(destination)
        build_beside(destination, change_set.writes)
        return ()
    undoable = command != "new"
    return write(destination, change_set.writes, home=home, waiting=waiting, command=command, undoable=undoable)


def _report(change_set: ChangeSet, destination: Path) -> Report:
    return Report(
        destination=destination,
        counts=change_set.counts,
        written=tuple(sorted(write.path for write in change_set.writes)),
        kept=tuple(change.path for change in change_set.having("keep")),
    )
