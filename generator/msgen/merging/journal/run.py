"""Writing, going back and finishing what was interrupted, each while no other run writes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgen.merging.destination import fingerprint
from msgen.merging.errors import CannotWrite, TargetChanged, UndoRefused
from msgen.merging.journal.disk import kept_on_success
from msgen.merging.journal.index_stages import take_back_conflicts
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.location import journals_alone
from msgen.merging.journal.placing import looked_at
from msgen.merging.journal.plan import read_plan
from msgen.merging.journal.run_lock import run_lock
from msgen.merging.journal.staging import remove_leftovers
from msgen.merging.journal.writes import RECORD, Write
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
    returned: tuple[str, ...] = ()
    """Those restored where the command had left nothing."""


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
        _recover(journal, waiting)
        due = _due(destination, writes)
        if not due:
            return ()
        with _records_locked(journal, [write.path for write in due], waiting):
            journal.stage(due, command=command, undoable=undoable)
            with uninterrupted():
                return journal.roll_forward()


def recover(destination: Path, *, home: str = "", waiting: Callable[[], None] = silently) -> bool:
    """Finish or clear away what killed runs left, also those in a service's repository alone; whether there was any."""
    found = remove_leftovers(destination)
    journal = Journal(destination, home)
    if journal.record.is_dir():
        found |= _recovered(journal, waiting)
    for alone in journals_alone(destination, home):
        found |= _recovered(alone, waiting)
    return found


def interrupted(destination: Path, *, home: str = "") -> bool:
    """Whether a killed run committed to changes that it did not finish, in all of it or in a repository alone."""
    journals = (Journal(destination, home), *journals_alone(destination, home))
    return any(journal.interrupted for journal in journals)


def undo(destination: Path, *, home: str = "", waiting: Callable[[], None] = silently) -> Undone | None:
    """Take back the last run, or the one that was interrupted; None where there is none.

    Raises before anything is written where files changed since.
    """
    journal = Journal(destination, home)
    if not journal.record.is_dir():
        return None
    try:
        with run_lock(journal.record, waiting):
            return _undo(journal, waiting)
    except OSError as error:
        raise CannotWrite(str(destination), error, command="undo", interrupted=journal.interrupted) from error


def _undo(journal: Journal, waiting: Callable[[], None]) -> Undone | None:
    journal.settle()
    journal.discard()
    folder = journal.latest
    if folder is None:
        return None
    with _records_locked(journal, read_plan(folder).paths, waiting), uninterrupted():
        _turn_back(journal, folder)
        return _go_back(journal)


@contextmanager
def _records_locked(journal: Journal, paths: Iterable[str], waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the locks of all other records that have files among `paths`, in their order, as every run takes them."""
    folders = {path[: path.index(f"{RECORD}/")] + RECORD for path in paths if f"/{RECORD}/" in path}
    records = [journal.destination / folder for folder in sorted(folders)]
    with ExitStack() as locks:
        for record in records:
            if record.is_dir() and record != journal.record:
                locks.enter_context(run_lock(record, waiting))
        yield


def _recovered(journal: Journal, waiting: Callable[[], None]) -> bool:
    with run_lock(journal.record, waiting):
        return _recover(journal, waiting)


def _recover(journal: Journal, waiting: Callable[[], None]) -> bool:
    unfinished = journal.done.exists()
    journal.settle()
    left: tuple[str, ...] = ()
    for folder, finish in (
        (journal.going_back, partial(_roll_back, journal)),
        (journal.committed, journal.roll_forward),
    ):
        if not folder.exists():
            continue
        unfinished = True
        with _records_locked(journal, read_plan(folder).paths, waiting):
            left += finish()
    if left:
        raise TargetChanged(left, others_written=True)
    return journal.discard() or unfinished


def _due(destination: Path, writes: Sequence[Write]) -> list[Write]:
    due, changed = [], []
    for write in writes:
        stands, found = looked_at(destination, write.path)
        if stands == fingerprint(write.after):
            continue
        due.append(write)
        if found != fingerprint(write.before):
            changed.append(write.path)
    if changed:
        raise TargetChanged(tuple(sorted(changed)), others_written=False)
    return due


def _turn_back(journal: Journal, folder: Path) -> None:
    """Commit to taking back the run whose journal lies in `folder`, if nothing has changed since."""
    if folder == journal.going_back:
        return
    if changed := journal.changed_since(folder):
        raise UndoRefused(changed, read_plan(folder).command)
    journal.turn_back(folder)


def _roll_back(journal: Journal) -> tuple[str, ...]:
    take_back_conflicts(journal.going_back, journal.destination)
    return journal.roll_back()


def _go_back(journal: Journal) -> Undone:
    plan = read_plan(journal.going_back)
    steps = journal.not_yet_back()
    left = _roll_back(journal)
    done = sorted((step for step in steps if step.path not in left), key=lambda step: step.path)
    return Undone(
        command=plan.command,
        restored=tuple(step.path for step in done if step.old),
        removed=tuple(step.path for step in done if not step.old),
        left=left,
        returned=tuple(step.path for step in done if step.old and not step.new),
    )
