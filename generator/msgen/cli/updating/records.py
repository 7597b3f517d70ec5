"""The record that an update leaves: of every repository that took part, and of the system."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.wishes import Wishes
from msgen.merging.baseline import BASE
from msgen.merging.destination import Existing, read
from msgen.merging.journal.writes import Write
from msgen.merging.lock import LOCK, Layout, Lock, Pending, write_lock
from msgen.merging.record import RECORD_FILES, Carried, inputs_of, record
from msgen.merging.threeway.reconcile import Reconciled
from msgen.rendering.tree import REGULAR, File, Tree
from msgen.spec.inputs import SCHEMA
from msgen.spec.reader import NUMBERS


def record_of(
    renewal: Renewal, wishes: Wishes, name: str, theirs: Tree | None, outcome: Reconciled, taking_part: Collection[str]
) -> tuple[Write, ...]:
    """What of the record of a repository differs from what stands there.

    `theirs` is what was generated anew, `None` where nothing was; `taking_part` has the names of all repositories that
    do.
    """
    lock, files = renewal.lock(name), {}
    if theirs is not None:
        files = _generated(renewal, name, theirs, outcome)
    elif lock is not None:
        files = _kept(renewal, name, lock if name else _of_system(renewal, wishes, lock, taking_part), outcome)
    left = [renewal.folder_until_now(name) or ""] if renewal.moves(name) else []
    return _written(renewal, files, left)


def record_beside(renewal: Renewal, wishes: Wishes, removed: Collection[str]) -> tuple[Write, ...]:
    """What msgen keeps among the inputs, and the records of removed services, which go."""
    return _written(renewal, _inputs(renewal, wishes), [renewal.system.folders[name] for name in removed])


def untouched(renewal: Renewal) -> Reconciled:
    """The outcome of the system's own repository, where nothing of it takes part."""
    lock = renewal.system.lock
    return Reconciled((), {entry.path: entry.at for entry in lock.files if entry.at}, lock.pending)


def with_orphans(renewal: Renewal, outcome: Reconciled, gone: Mapping[str, Reconciled]) -> Reconciled:
    """What removed services left waits in the record of the system; what is of a service again is its own affair."""
    layout = renewal.layout
    again = [f"{folder}/" for folder in layout.folders.values()] if layout is not None else []
    entries = {
        entry
        for entry in (*outcome.pending, *_orphans(renewal, gone))
        if entry.kind != "orphan" or not any(entry.path.startswith(folder) for folder in again)
    }
    return replace(outcome, pending=tuple(sorted(entries, key=lambda entry: entry.path)))


def _orphans(renewal: Renewal, gone: Mapping[str, Reconciled]) -> Iterator[Pending]:
    """By paths relative to the system's root."""
    layout = renewal.system.lock.layout
    for name, each in gone.items():
        for entry in each.pending:
            folder = layout.folders[name] if layout else name
            yield Pending(f"{folder}/{entry.path}", "orphan")


def _generated(renewal: Renewal, name: str, theirs: Tree, outcome: Reconciled) -> dict[str, File]:
    folder, inputs = renewal.folders[name], renewal.inputs
    return dict(
        record(
            theirs.under(folder),
            roots=(folder,),
            blueprints=renewal.loaded,
            designs={folder: renewal.design(name)},
            inputs=None if inputs is None else inputs_of(inputs, renewal.loaded),
            layout=renewal.layout,
            home=renewal.system.home,
            carried={folder: _carried(renewal.lock(name), outcome)},
        )
    )


def _carried(lock: Lock | None, outcome: Reconciled) -> Carried:
    entries = lock.files if lock is not None else ()
    return Carried(
        files=tuple(entry for entry in entries if entry.owner == "A"),
        ejected=outcome.ejected,
        moved=outcome.moved,
        pending=outcome.pending,
    )


def _kept(renewal: Renewal, name: str, lock: Lock, outcome: Reconciled) -> dict[str, File]:
    """The record of a repository of which nothing was generated anew; where it moves, its pack moves along."""
    folder, was_at = renewal.folders[name], renewal.folder_until_now(name)
    files = {below(folder, LOCK): File(write_lock(replace(lock, pending=outcome.pending)), REGULAR, "R")}
    if was_at not in (None, folder):
        pack = below(was_at or "", BASE)
        files |= {
            below(folder, BASE): File(found.content, found.mode, "R")
            for found in read(renewal.system.destination, [pack]).values()
        }
    return files


def _of_system(renewal: Renewal, wishes: Wishes, lock: Lock, taking_part: Collection[str]) -> Lock:
    """With today's inputs; unless only some services took part, for then the rest stays due."""
    inputs, layout = renewal.inputs, renewal.layout
    if inputs is None or layout is None:
        return lock
    if not wishes.only:
        return replace(lock, inputs=inputs_of(inputs, renewal.loaded), layout=layout)
    before = lock.layout.folders if lock.layout is not None else {}
    gone = wishes.only.intersection(renewal.removed)
    known = {name: folder for name, folder in before.items() if name not in gone}
    new = {name: folder for name, folder in layout.folders.items() if name in taking_part}
    return replace(lock, layout=Layout(layout.kind, known | new))


def _inputs(renewal: Renewal, wishes: Wishes) -> dict[str, File]:
    """What msgen itself keeps among the inputs, and the schema with the names of the project."""
    home, inputs = renewal.system.home, renewal.inputs
    if inputs is None:
        return {}
    files = {below(home, NUMBERS): File(inputs[NUMBERS], REGULAR, "I")}
    if not wishes.only:
        files[below(home, SCHEMA)] = File(renewal.schema, REGULAR, "R")
    return files


def _written(renewal: Renewal, files: Mapping[str, File], left: Collection[str]) -> tuple[Write, ...]:
    """The files, and the way out for the records in folders that are left."""
    leaving = [below(folder, path) for folder in left for path in RECORD_FILES]
    there = read(renewal.system.destination, [*files, *leaving])
    writes = [Write(path, there.get(path), file) for path, file in files.items() if not _stands(there.get(path), file)]
    return (*writes, *(Write(path, there[path], None) for path in leaving if path in there))


def _stands(existing: Existing | None, file: File) -> bool:
    return existing is not None and existing.equals(file)


def below(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path
