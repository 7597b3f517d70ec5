"""Writing, going back and finishing what was interrupted, each while no other run writes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.destination import fingerprint, read
from msgen.merging.errors import TargetChanged, UndoRefused
from msgen.merging.journal.disk import kept_on_success
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.plan import read_left, read_plan
from msgen.merging.journal.run_lock import run_lock
from msgen.merging.journal.staging import remove_leftovers
from msgen.merging.journal.writes import Write
from msgen.rendering.interrupts import uninterrupted


def silently() -> None:
    """Nobody is told that another run is being waited for."""


@dataclass(frozen=True, slots=True)
class Undone:
    command: str
    """The command that was taken back."""
    restored: tuple[str, ...]
    """Paths that hold again what they held before it, sorted."""
    removed: tuple[str, ...]
    """Paths that it had created, sorted."""
    left: tuple[str, ...] = ()
    """Paths that changed while they were being put back, and were left as they are."""


def write(
    destination: Path,
    writes: Sequence[Write],
    *,
    home: str = "",
    waiting: Callable[[], None] = silently,
    command: str,
    undoable: bool = True,
) -> tuple[str, ...]:
    """Write all of it, so that `undo` can take it back; returns the paths that changed meanwhile and were left.

    Raises before anything is written where files changed since they were read. Where all is as wanted already, nothing
    is written, and what could be undone before still can.
    """
    journal = Journal(destination, home)
    with kept_on_success(journal.record), run_lock(journal.record, waiting):
        _recover(journal)
        due = _due(destination, writes)
        if not due:
            return ()
        journal.stage(due, command=command, undoable=undoable)
        with uninterrupted():
            return journal.roll_forward()


def recover(destination: Path, *, home: str = "", waiting: Callable[[], None] = silently) -> bool:
    """Finish or clear away what a killed run left; whether there was something."""
    found = remove_leftovers(destination)
    journal = Journal(destination, home)
    if journal.record.is_dir():
        with run_lock(journal.record, waiting):
            found |= _recover(journal)
    return found


def interrupted(destination: Path, *, home: str = "") -> bool:
    """Whether a killed run committed to changes that it did not finish."""
    return Journal(destination, home).interrupted


def undo(destination: Path, *, home: str = "", waiting: Callable[[], None] = silently) -> Undone | None:
    """Take back the last run, or the one that was interrupted; None where there is none.

    Raises before anything is written where files changed since.
    """
    journal = Journal(destination, home)
    if not journal.record.is_dir():
        return None
    with run_lock(journal.record, waiting):
        journal.settle()
        if not journal.going_back.exists() and not _turn_back(journal):
            return None
        with uninterrupted():
            return _go_back(journal)


def _recover(journal: Journal) -> bool:
    unfinished = journal.interrupted or journal.done.exists()
    journal.settle()
    left = journal.roll_back() if journal.going_back.exists() else ()
    if journal.committed.exists():
        left += journal.roll_forward()
    if left:
        raise TargetChanged(left, others_written=True)
    return journal.discard() or unfinished


def _due(destination: Path, writes: Sequence[Write]) -> list[Write]:
    now = read(destination, [write.path for write in writes])
    due = [write for write in writes if fingerprint(now.get(write.path)) != fingerprint(write.after)]
    changed = [write.path for write in due if fingerprint(now.get(write.path)) != fingerprint(write.before)]
    if changed:
        raise TargetChanged(tuple(sorted(changed)), others_written=False)
    return due


def _turn_back(journal: Journal) -> bool:
    """Commit to taking back the interrupted run, or else the last one; whether there is any."""
    folder = journal.committed if journal.committed.exists() else journal.undo
    if not folder.exists():
        return False
    if changed := journal.changed_since(folder):
        raise UndoRefused(changed, read_plan(folder).command)
    journal.turn_back(folder)
    return True


def _go_back(journal: Journal) -> Undone:
    plan, untouched = read_plan(journal.going_back), read_left(journal.going_back)
    left = journal.roll_back()
    steps = [step for step in plan.steps if step.path not in {*untouched, *left}]
    return Undone(
        command=plan.command,
        restored=tuple(sorted(step.path for step in steps if step.old)),
        removed=tuple(sorted(step.path for step in steps if not step.old)),
        left=left,
    )
