"""Conflicts in git's own index: `git status`, merge tools and editors see them as they see git's.

It is a service to those tools: where there is no git, or git refuses, nothing happens and nothing is said.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from msgen.merging.destination import Existing
from msgen.merging.journal.disk import sync, write_new
from msgen.merging.journal.git_index import Entries, GitIndex, repository_of
from msgen.merging.journal.journal import Journal
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

_NOTES = "index.json"
_MODES = {REGULAR: "100644", EXECUTABLE: "100755", SYMLINK: "120000"}


Sides = tuple[Existing | None, Existing | None, Existing | None]
"""Base, yours and theirs of a file in conflict; None where a side has no such file."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What one index said before, and what it says since."""

    root: str
    """Of the repository, from the destination."""
    before: Entries
    after: Entries


def record_conflicts(destination: Path, conflicts: Mapping[str, Sides], *, home: str = "") -> None:
    """Show conflicts to git, where their paths are tracked and git itself has no conflict there."""
    notes = [_prepared(destination, root, paths) for root, paths in _by_repository(destination, conflicts).items()]
    due = [note for note in notes if note and note.before]
    with suppress(OSError, subprocess.SubprocessError):
        _keep(Journal(destination, home).undo, due)
        for note in due:
            GitIndex(destination.resolve() / note.root).replace(note.after)


def settle_conflicts(destination: Path, paths: Iterable[str], *, home: str = "") -> None:
    """Show files to git as changed since the last commit, where it shows them in conflict."""
    nothing: Sides = (None, None, None)
    roots = _by_repository(destination, dict.fromkeys(paths, nothing))
    notes = [_settled(destination, root, found) for root, found in roots.items()]
    due = [note for note in notes if note and note.before]
    with suppress(OSError, subprocess.SubprocessError):
        _keep(Journal(destination, home).undo, due)
        for note in due:
            GitIndex(destination.resolve() / note.root).replace(note.after)


def take_back_conflicts(folder: Path, destination: Path) -> None:
    """Give the index its entries back, where it still shows what the run of a journal recorded."""
    for note in _kept(folder):
        with suppress(OSError, subprocess.SubprocessError):
            index = GitIndex(destination.resolve() / note.root)
            now = index.entries(note.before)
            unsettled = {path: each for path, each in note.before.items() if now.get(path) == note.after[path]}
            if unsettled:
                index.replace(unsettled)


def _by_repository(destination: Path, conflicts: Mapping[str, Sides]) -> dict[Path, dict[str, Sides]]:
    """The conflicts of each repository, by their paths in it."""
    found: dict[Path, dict[str, Sides]] = {}
    for path, sides in conflicts.items():
        whole = destination.resolve() / path
        if root := repository_of(whole):
            found.setdefault(root, {})[whole.relative_to(root).as_posix()] = sides
    return found


def _prepared(destination: Path, root: Path, conflicts: Mapping[str, Sides]) -> _Note | None:
    """What the index is to say of the conflicts, and what it says now."""
    index = GitIndex(root)
    with suppress(OSError, subprocess.SubprocessError):
        tracked = index.entries(path for path, sides in conflicts.items() if any(sides))
        before = {path: each for path, each in tracked.items() if _is_settled(each)}
        conflict = {path: _entries(index, path, conflicts[path]) for path in before}
        return _Note(os.path.relpath(root, destination.resolve()), before, conflict)
    return None


def _settled(destination: Path, root: Path, paths: Iterable[str]) -> _Note | None:
    """As the last commit has them; a file that it does not have is as the person had it before the conflict."""
    index = GitIndex(root)
    with suppress(OSError, subprocess.SubprocessError):
        before = {path: each for path, each in index.entries(paths).items() if not _is_settled(each)}
        yours = {path: f"{entry[:-1]}0" for path, each in before.items() for entry in each if entry.endswith(" 2")}
        after = yours | (index.committed(before) if before else {})
        return _Note(
            os.path.relpath(root, destination.resolve()),
            {path: before[path] for path in after},
            {path: [entry] for path, entry in after.items()},
        )
    return None


def _is_settled(entries: Sequence[str]) -> bool:
    return [entry.split()[2] for entry in entries] == ["0"]


def _entries(index: GitIndex, path: str, sides: Sides) -> list[str]:
    return [
        f"{_MODES[side.mode]} {index.store(side.content, like='' if side.mode == SYMLINK else path)} {number}"
        for number, side in enumerate(sides, start=1)
        if side
    ]


def _keep(undo: Path, notes: Sequence[_Note]) -> None:
    """Note beside what can be undone how the index was."""
    if notes and undo.is_dir():
        target = undo / _NOTES
        target.unlink(missing_ok=True)
        write_new(target, File(json.dumps([asdict(note) for note in notes]).encode(), REGULAR, "R"))
        sync([target, undo])


def _kept(folder: Path) -> list[_Note]:
    with suppress(OSError, ValueError, TypeError):
        return [_Note(**note) for note in json.loads((folder / _NOTES).read_bytes())]
    return []
