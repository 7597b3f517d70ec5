"""What must hold after an update, as sets of what does not: empty ones are good."""

from __future__ import annotations

from collections.abc import Mapping

from msgen.cli.updating.update import Update
from msgen.merging.report import SHOWN
from msgen.merging.threeway.pending import SIDE_FILES
from properties.projects import Project, Snapshot, marks, marks_in, with_regions
from properties.triples import MOVED, Triple


def lost_words(before: Snapshot, after: Snapshot) -> frozenset[bytes]:
    """The words of a person that are nowhere any more: in no file, no region of a conflict, no side file."""
    return marks(before, b"mine") - marks(after, b"mine")


def dropped_silently(triple: Triple, project: Project, update: Update) -> Mapping[str, frozenset[bytes]]:
    """By the path where it would be generated, what is nowhere and was not told of that path."""
    present = marks(project.files(), b"theirs")
    told = {change.path for change in update.changes.having(*SHOWN) if change.note or change.pending}
    stands_at = {entry.path: entry.at for entry in project.lock.files if entry.at}
    missing = {path: marks_in(file.content, b"theirs") - present for path, file in triple.theirs.items()}
    return {
        path: words
        for path, words in missing.items()
        if words and not triple.is_left_alone(path)
        if told.isdisjoint({path, stands_at.get(path), path.removeprefix(MOVED)})
    }


def untold_pending(project: Project, update: Update) -> frozenset[tuple[str, str]]:
    """Conflicts on the disk and entries of the record that have no counterpart on the other side."""
    files = project.files()
    shown = {(path, "conflict") for path in with_regions(files)}
    shown |= {(path.removesuffix(side), "side file") for path in files for side in SIDE_FILES if path.endswith(side)}
    shown |= {(change.path, "orphan") for change in update.changes.changes if change.pending == "orphan"}
    return frozenset(shown ^ {(entry.path, entry.kind) for entry in project.pending})
