"""From change set to disk: all of it or nothing, also when the process is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import fingerprint, read
from msgen.merging.disk import kept_on_success
from msgen.merging.errors import AnotherSpec, CannotWrite, ForeignFilesInTheWay, TargetChanged
from msgen.merging.report import Report
from msgen.merging.run_lock import run_lock
from msgen.merging.staging import build_beside, remove_leftovers
from msgen.merging.transaction import RECORD, Journal
from msgen.rendering.interrupts import uninterrupted


def _silently() -> None:
    """Nobody is told that another run is being waited for."""


def apply(
    change_set: ChangeSet, destination: Path, *, home: str = "", waiting: Callable[[], None] = _silently
) -> Report:
    """Write the change set. `home` is the folder of the system repository below the destination.

    Raises before anything is written where files are in the way, or changed since they were read.
    """
    refuse_conflicts(change_set)
    report = _report(change_set, destination)
    if not change_set.writes:
        return report
    try:
        left = _apply(change_set, destination, home, waiting)
    except OSError as error:
        raise CannotWrite(str(destination), error, interrupted=interrupted(destination, home=home)) from error
    if left:
        written = tuple(path for path in report.written if path not in left)
        raise TargetChanged(left, others_written=True, report=replace(report, written=written))
    return report


def recover(destination: Path, *, home: str = "", waiting: Callable[[], None] = _silently) -> bool:
    """Finish or clear away what a killed run left; whether there was something."""
    found = remove_leftovers(destination)
    if (destination / home / RECORD).is_dir():
        with run_lock(destination / home / RECORD, waiting):
            found |= _recover(Journal(destination, home))
    return found


def interrupted(destination: Path, *, home: str = "") -> bool:
    """Whether a killed run committed to changes that it did not finish."""
    return os.path.lexists(Journal(destination, home).committed)


def _apply(change_set: ChangeSet, destination: Path, home: str, waiting: Callable[[], None]) -> tuple[str, ...]:
    """The paths that changed meanwhile and were left as they are."""
    if not os.path.lexists(destination):
        remove_leftovers(destination)
        build_beside(destination, change_set.writes)
        return ()
    record = destination / home / RECORD
    with kept_on_success(record), run_lock(record, waiting):
        return _write(change_set, Journal(destination, home))


def _recover(journal: Journal) -> bool:
    interrupted = os.path.lexists(journal.committed)
    if interrupted and (left := journal.roll_forward()):
        raise TargetChanged(left, others_written=True)
    return journal.discard() or interrupted


def _write(change_set: ChangeSet, journal: Journal) -> tuple[str, ...]:
    _recover(journal)
    now = read(journal.destination, [change.path for change in change_set.writes])
    due = [change for change in change_set.writes if fingerprint(now.get(change.path)) != fingerprint(change.after)]
    changed = [change.path for change in due if fingerprint(now.get(change.path)) != fingerprint(change.before)]
    if changed:
        raise TargetChanged(tuple(sorted(changed)), others_written=False)
    if not due:
        return ()
    journal.stage(due)
    with uninterrupted():
        return journal.roll_forward()


def refuse_conflicts(change_set: ChangeSet) -> None:
    """Raise where something is in the way, naming all of it."""
    conflicts = change_set.having("conflict")
    if specs := tuple(change.path for change in conflicts if change.after.owner == "I"):
        raise AnotherSpec(specs)
    if conflicts:
        obstacles = {change.before.obstacle if change.before else "" for change in conflicts} - {""}
        files = {change.path for change in conflicts if change.before and not change.before.obstacle}
        raise ForeignFilesInTheWay(tuple(sorted(files | obstacles)))


def _report(change_set: ChangeSet, destination: Path) -> Report:
    return Report(
        destination=destination,
        counts=change_set.counts,
        written=tuple(sorted(change.path for change in change_set.writes)),
        kept=tuple(change.path for change in change_set.having("keep")),
    )
