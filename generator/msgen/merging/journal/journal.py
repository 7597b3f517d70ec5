"""The journal of a run, in `.msgen/` of the system.

All new contents and all that they replace are first laid down in `txn.tmp/`, with a plan of what replaces what.
Renaming that folder to `txn/` is the commit: before it nothing has changed, after it every run finishes the rest.
A finished journal becomes `txn.done/` and, in the place of the one before it, `undo/`. What goes back is `txn.back/`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgen.merging.destination import fingerprint
from msgen.merging.journal.disk import folders_above, remove, sync, with_folders, write_new
from msgen.merging.journal.placing import Placing, clear, look, place, standing
from msgen.merging.journal.plan import Plan, Step, read_left, read_plan, write_left, write_plan
from msgen.merging.journal.writes import RECORD, Write, in_order
from msgen.rendering.tree import EXECUTABLE, SYMLINK, File

_FOLDER_STAYS = {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.EBUSY, errno.EACCES, errno.EPERM}
"""It has gone already, holds something else, or may not be removed."""
_NEW = "new"
_OLD = "old"


@dataclass(frozen=True, slots=True)
class Journal:
    destination: Path
    home: str

    @property
    def record(self) -> Path:
        return self.destination / self.home / RECORD

    @property
    def staged(self) -> Path:
        return self.record / "txn.tmp"

    @property
    def committed(self) -> Path:
        return self.record / "txn"

    @property
    def done(self) -> Path:
        return self.record / "txn.done"

    @property
    def going_back(self) -> Path:
        return self.record / "txn.back"

    @property
    def undo(self) -> Path:
        return self.record / "undo"

    @property
    def interrupted(self) -> bool:
        """Whether a run, or the way back of one, has begun to write and not ended."""
        return os.path.lexists(self.committed) or os.path.lexists(self.going_back)

    @property
    def latest(self) -> Path | None:
        """The journal of the run that can be taken back, an interrupted one first."""
        folders = (self.going_back, self.committed, self.undo)
        return next((folder for folder in folders if folder.exists()), None)

    def stage(self, writes: Iterable[Write], *, command: str, undoable: bool = True) -> None:
        """Lay down everything that is needed, and commit to it; where that fails, nothing is left."""
        remove(self.staged)
        self.staged.mkdir()
        try:
            self._lay_down(in_order(writes), command, undoable)
        except BaseException:
            self.discard()
            raise

    def roll_forward(self) -> tuple[str, ...]:
        """Finish the committed steps; returns the paths that changed meanwhile and were left as they are."""
        plan = read_plan(self.committed)
        left = tuple(step.path for step in plan.steps if not self._forward(step, plan))
        self._sync(plan, left)
        if plan.undoable:
            write_left(self.committed, left)
            os.rename(self.committed, self.done)
            sync([self.record])
            self.settle()
        else:
            self.discard()
            os.rename(self.committed, self.staged)
            self.discard()
        return left

    def settle(self) -> None:
        """Put a finished run in the place of the one that could be undone so far."""
        if not os.path.lexists(self.done):
            return
        remove(self.done / _NEW)
        remove(self.undo)
        os.rename(self.done, self.undo)
        sync([self.record])

    def changed_since(self, folder: Path) -> tuple[str, ...]:
        """The paths that are neither as the run of the journal in `folder` found them nor as it left them."""
        plan, steps = read_plan(folder), _written(folder)
        for step in steps:
            clear(self._ahead(step, plan, folder))
        return tuple(step.path for step in steps if self._standing(step) not in (step.old, step.new))

    def turn_back(self, folder: Path) -> None:
        """Commit to going back from the run whose journal lies in `folder`."""
        os.rename(folder, self.going_back)
        sync([self.record])

    def not_yet_back(self) -> list[Step]:
        """The steps of a run that goes back whose paths are not as it found them."""
        return [step for step in _written(self.going_back) if self._standing(step) != step.old]

    def roll_back(self) -> tuple[str, ...]:
        """Put back what was there; returns the paths that changed meanwhile and were left as they are."""
        plan = read_plan(self.going_back)
        left = tuple(step.path for step in reversed(_written(self.going_back)) if not self._back(step, plan))
        self._sync(plan, left)
        self.discard()
        os.rename(self.going_back, self.staged)
        self.discard()
        with suppress(OSError):
            self.record.rmdir()  # the run had made it
        return left

    def discard(self) -> bool:
        """Remove what was laid down but not committed, or is already done."""
        if not os.path.lexists(self.staged):
            return False
        remove(self.staged)
        return True

    def _lay_down(self, writes: Sequence[Write], command: str, undoable: bool) -> None:
        steps = [_step(number, write) for number, write in enumerate(writes)]
        folders = (self.staged / _NEW, self.staged / _OLD)
        for folder in folders:
            folder.mkdir()
        blobs = [path for step, write in zip(steps, writes, strict=True) for path in self._kept(step, write)]
        write_plan(self.staged, self._plan(writes, steps, command, undoable))
        sync([*blobs, *folders, *self.staged.glob("*.json"), self.staged])
        os.rename(self.staged, self.committed)
        sync([self.record])

    def _plan(self, writes: Sequence[Write], steps: Sequence[Step], command: str, undoable: bool) -> Plan:
        kept = folders_above(write.path for write in writes if write.leaves_something) | folders_above(
            [f"{self.home}/{RECORD}"]
        )
        below = folders_above(write.path for write in writes if not write.leaves_something) - kept
        modes = {folder: _folder_mode(self.destination / folder) for folder in sorted(kept | below)}
        return Plan(
            command=command,
            home=self.home,
            undoable=undoable,
            steps=tuple(steps),
            made={folder: EXECUTABLE for folder in modes if folder in kept and modes[folder] is None},
            emptied={folder: mode for folder, mode in modes.items() if folder in below and mode is not None},
        )

    def _kept(self, step: Step, write: Write) -> Iterator[Path]:
        """What the journal keeps of a step; one content after the other, for they may be large."""
        there = _file_mode(self.destination / write.path)
        if step.new:
            yield self._keep_new(step, write, there)
        if step.old:
            yield self._keep_old(step, write, there)

    def _keep_new(self, step: Step, write: Write, there: int | None) -> Path:
        moved = _file_mode(self.destination / write.moved_from) if write.moved_from else None
        blob = self.staged / _NEW / step.blob
        if after := write.after:
            write_new(blob, _with_mode(after, moved if there is None else there))
        return blob

    def _keep_old(self, step: Step, write: Write, there: int | None) -> Path:
        """A copy of what is replaced."""
        blob = self.staged / _OLD / step.blob
        if before := write.before:
            write_new(blob, File(before.content, before.mode if there is None else there, "G"))
        return blob

    def _forward(self, step: Step, plan: Plan) -> bool:
        placed = place(self._ahead(step, plan, self.committed))
        if placed and not step.new:
            self._prune(step.path, plan.emptied)
        return placed

    def _ahead(self, step: Step, plan: Plan, folder: Path) -> Placing:
        return Placing(self.destination, step.path, step.old, step.new, folder / _NEW / step.blob, plan.made)

    def _back(self, step: Step, plan: Plan) -> bool:
        blob = self.going_back / _OLD / step.blob
        placed = place(Placing(self.destination, step.path, step.new, step.old, blob, plan.emptied))
        if placed and not step.old:
            self._prune(step.path, plan.made)
        return placed

    def _standing(self, step: Step) -> str:
        return standing(look(self.destination, step.path))

    def _prune(self, path: str, folders: Container[str]) -> None:
        """Remove the folders above a path that has gone, where they are among `folders` and hold nothing."""
        folder = path.rpartition("/")[0]
        while folder in folders:
            try:
                (self.destination / folder).rmdir()
            except OSError as error:
                if error.errno not in _FOLDER_STAYS:
                    raise
            folder = folder.rpartition("/")[0]

    def _sync(self, plan: Plan, left: Sequence[str]) -> None:
        written = with_folders(self.destination, [step.path for step in plan.steps if step.path not in left])
        sync(path for path in written if os.path.lexists(path))


def _written(folder: Path) -> list[Step]:
    """The steps of a run but for the paths that it left alone."""
    untouched = read_left(folder)
    return [step for step in read_plan(folder).steps if step.path not in untouched]


def _step(number: int, write: Write) -> Step:
    """What is in the way of a file is removed by a step before, or the step leaves the path alone."""
    old = standing(write.before)
    return Step(write.path, old, fingerprint(write.after), f"{number:06}")


def _with_mode(file: File, there: int | None) -> File:
    """Who may read a file that is replaced is not for us to say, only who may run it."""
    if file.mode == SYMLINK or there is None:
        return file
    if bool(there & 0o100) != (file.mode == EXECUTABLE):
        there = there | (there & 0o444) >> 2 if file.mode == EXECUTABLE else there & ~0o111
    return File(file.content, there, file.owner)


def _file_mode(path: Path) -> int | None:
    return _mode(path, stat.S_ISREG)


def _folder_mode(path: Path) -> int | None:
    return _mode(path, stat.S_ISDIR)


def _mode(path: Path, kind: Callable[[int], bool]) -> int | None:
    """The permissions of a path, if that is what stands there."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None
    return stat.S_IMODE(mode) if kind(mode) else None
