"""A destination that exists: a journal makes many writes one.

All new contents are first laid down in `.msgen/txn.tmp/`, with a plan of what replaces what. Renaming
that folder to `.msgen/txn` is the commit: before it nothing has changed, after it every run finishes the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from msgen.merging.change_set import Change
from msgen.merging.destination import fingerprint, read
from msgen.merging.disk import make_folders, remove, sync, with_folders, write_new
from msgen.merging.errors import RecordUnreadable
from msgen.rendering.tree import REGULAR, File

RECORD = ".msgen"
_PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Step:
    path: str
    old: str
    """Fingerprint of what is to be replaced; empty where nothing is there."""
    new: str
    blob: str
    """Name of the new content in the journal."""


@dataclass(frozen=True, slots=True)
class Journal:
    destination: Path
    home: str

    @property
    def staged(self) -> Path:
        return self.destination / self.home / RECORD / "txn.tmp"

    @property
    def committed(self) -> Path:
        return self.destination / self.home / RECORD / "txn"

    def stage(self, changes: Sequence[Change]) -> None:
        """Lay down everything that is needed, and commit to it; where that fails, nothing is left."""
        remove(self.staged)
        self.staged.mkdir()
        try:
            self._lay_down(changes)
        except BaseException:
            self.discard()
            raise

    def _lay_down(self, changes: Sequence[Change]) -> None:
        steps = [
            Step(change.path, fingerprint(change.before), fingerprint(change.after), f"{number:06}")
            for number, change in enumerate(changes)
        ]
        for step, change in zip(steps, changes, strict=True):
            write_new(self.staged / step.blob, change.after)
        plan = json.dumps([asdict(step) for step in steps]).encode()
        write_new(self.staged / _PLAN, File(plan, REGULAR, "R"))
        sync([*self.staged.iterdir(), self.staged])
        os.rename(self.staged, self.committed)
        sync([self.committed.parent])

    def roll_forward(self) -> tuple[str, ...]:
        """Finish the committed steps; returns the paths that changed meanwhile and were left as they are."""
        steps = self._steps()
        left = tuple(step.path for step in steps if not self._finish(step))
        sync(with_folders(self.destination, [step.path for step in steps if step.path not in left]))
        os.rename(self.committed, self.staged)
        self.discard()
        return left

    def discard(self) -> bool:
        """Remove what was laid down but not committed, or is already done."""
        if not os.path.lexists(self.staged):
            return False
        remove(self.staged)
        return True

    def _steps(self) -> list[Step]:
        plan = self.committed / _PLAN
        try:
            return [Step(**step) for step in json.loads(plan.read_bytes())]
        except (OSError, ValueError, TypeError) as error:
            raise RecordUnreadable(
                f"the journal of an interrupted run cannot be read: `{plan}`: {error}\n"
                f"hint: remove `{self.committed}` after a look at the state of the tree"
            ) from error

    def _finish(self, step: Step) -> bool:
        """Whether the new content now stands at the path. Doing it twice does nothing the second time."""
        found = fingerprint(read(self.destination, [step.path]).get(step.path))
        if found not in (step.old, step.new):
            return False
        target = self.destination / step.path
        make_folders(target.parent)
        temporary = target.with_name(f".{target.name}.msgen-{step.blob}")
        remove(temporary)
        if found == step.new:
            return True
        blob = self.committed / step.blob
        return _replace(blob, temporary, target) if step.old else _create(blob, temporary, target)


def _create(blob: Path, temporary: Path, target: Path) -> bool:
    """False where a file came into being since the last look: a link never replaces one, as a rename would."""
    try:
        os.link(blob, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:
        return not os.path.lexists(target) and _replace(blob, temporary, target)
    return True


def _replace(blob: Path, temporary: Path, target: Path) -> bool:
    """In one step, by a second name of the blob; some file systems need a second copy for that."""
    try:
        os.link(blob, temporary, follow_symlinks=False)
    except OSError:
        found = read(blob.parent, [blob.name])[blob.name]
        write_new(temporary, File(found.content, found.mode, "G"))
    os.replace(temporary, target)
    return True
