"""What an update does to every file, decided but not done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from msgspec import Struct, field

from msgen.cli.updating.mentions import mentions_in
from msgen.cli.updating.renewal import Renewal
from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import Existing, read
from msgen.merging.errors import NotConfirmed
from msgen.merging.gone import Mention
from msgen.merging.journal.writes import Write
from msgen.merging.left_alone import left_alone
from msgen.merging.lock import LOCK, Lock, Pending, write_lock
from msgen.merging.record import RECORD_FILES, Carried, git_files, inputs_of, record
from msgen.merging.recorded import base_of
from msgen.merging.renaming import carry, python_names, renamed_id
from msgen.merging.standing import standing
from msgen.merging.threeway.decide import Conflicts
from msgen.merging.threeway.reconcile import Reconciled, reconcile
from msgen.merging.threeway.repository import Repository
from msgen.rendering.tree import REGULAR, File, Tree
from msgen.spec.inputs import SCHEMA
from msgen.spec.reader import NUMBERS


class Wishes(Struct, frozen=True):
    """What was asked for on the command line."""

    conflicts: Conflicts = "inline"
    only: frozenset[str] = frozenset()
    """Services, by the names that they have now or had; empty for all of the system."""
    confirmed: frozenset[str] = frozenset()
    """Services whose removal is meant."""
    purge: bool = False
    trust: bool = False


class Update(Struct, frozen=True):
    changes: ChangeSet
    pending: tuple[str, ...]
    """Paths below the destination that wait for a person afterwards."""
    services: Mapping[str, str]
    """The folder below the destination of each repository that took part, by its name."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """The folder below the destination of each service whose files go, by its name."""
    abandoned: Mapping[str, str] = field(default_factory=dict)
    """The same of services that leave the design while their repository stays as it is."""
    mentions: tuple[Mention, ...] = ()
    """Lines of people's files that name what is in the design no longer."""
    staying: tuple[str, ...] = ()
    """What version control ignores in folders that are left: it stays where it is."""


def update_of(renewal: Renewal, wishes: Wishes) -> Update:
    """The change of every file; renders what is due and reads what stands there."""
    names = _taking_part(renewal, wishes)
    removed = _confirmed(renewal, wishes)
    due = tuple(name for name in names if name in renewal.due)
    trees = renewal.rendered(due, trust=wishes.trust)
    repositories = [renewed(renewal, name, trees.get(name)) for name in names]
    leaving = {} if renewal.was_multi_repo else {name: renewal.system.folders[name] for name in removed}
    outcomes = {each.name: reconcile(each, wishes.conflicts) for each in repositories}
    gone = {name: reconcile(_leaving(renewal, name), wishes.conflicts, purge=wishes.purge) for name in leaving}
    outcomes[""] = _with_orphans(renewal, outcomes.get("") or _untouched(renewal), tuple(_orphans(renewal, gone)))
    changes = [change for each in (*outcomes.values(), *gone.values()) for change in each.changes]
    files = {**_records(renewal, wishes, trees, outcomes), **_inputs(renewal, wishes)}
    records = _written(renewal, files, list(leaving.values()))
    return Update(
        ChangeSet(tuple(sorted(changes, key=lambda change: change.path)), records),
        tuple(
            sorted(
                _joined(renewal.folders[name], entry.path) for name, each in outcomes.items() for entry in each.pending
            )
        ),
        {name: renewal.folders[name] for name in outcomes},
        removed=leaving,
        abandoned={name: renewal.system.folders[name] for name in removed if name not in leaving},
        mentions=tuple(mention for name in due for mention in mentions_in(renewal, name, outcomes[name].seeds)),
        staying=tuple(path for each in (*outcomes.values(), *gone.values()) for path in each.staying),
    )


def _confirmed(renewal: Renewal, wishes: Wishes) -> tuple[str, ...]:
    """The services that leave; somebody must have said that this is meant."""
    removed = tuple(name for name in renewal.removed if not wishes.only or name in wishes.only)
    if unconfirmed := tuple(name for name in removed if name not in wishes.confirmed):
        raise NotConfirmed(unconfirmed, are_kept=renewal.was_multi_repo)
    return removed


def _taking_part(renewal: Renewal, wishes: Wishes) -> tuple[str, ...]:
    """The repositories where something can happen: due, on the move, or with something pending."""
    wanted = [
        name
        for name in renewal.designs
        if not wishes.only or (name and not wishes.only.isdisjoint({name, renewal.was_called(name)}))
    ]
    return tuple(name for name in wanted if name in renewal.due or _moves(renewal, name) or _waits(renewal, name))


def _moves(renewal: Renewal, name: str) -> bool:
    return renewal.folder_until_now(name) not in (None, renewal.folders[name])


def _waits(renewal: Renewal, name: str) -> bool:
    lock = renewal.lock(name)
    return lock is not None and bool(lock.pending)


def renewed(renewal: Renewal, name: str, theirs: Tree | None) -> Repository:
    """A repository with what would be generated there now; `theirs` is None where nothing would change."""
    system, lock, was_at = renewal.system, renewal.lock(name), renewal.folder_until_now(name)
    theirs = None if theirs is None else theirs | git_files()
    base = base_of(system, was_at, lock) if lock is not None and was_at is not None and theirs is not None else {}
    folder = was_at if was_at is not None else renewal.folders[name]
    known = {*(theirs or ()), *_recorded_paths(lock)}
    found = standing(system.destination, folder, known, others_of=None)
    moves = _moves(renewal, name)
    if moves or any(path not in found.files for path in base):
        found = standing(system.destination, folder, known, others_of=_others(renewal, folder))
    repository = Repository(
        name,
        was_at,
        renewal.folders[name],
        lock,
        base,
        theirs,
        found,
        is_left_alone=left_alone(system.destination, system.home, folder),
        labels=renewal.labels,
    )
    return _with_renames(renewal, repository) if renewal.renames and lock is not None else repository


def _with_renames(renewal: Renewal, repository: Repository) -> Repository:
    names = python_names(
        renewal.renames,
        repository.name,
        locked=repository.locked.values(),
        base=repository.base,
        theirs=repository.theirs or {},
    )
    return replace(
        repository,
        new_id=lambda identity: renamed_id(identity, renewal.renames),
        carry=lambda path, content: carry(path, content, names).content,
    )


def _leaving(renewal: Renewal, name: str) -> Repository:
    system, folder, lock = renewal.system, renewal.system.folders[name], renewal.locks[name]
    found = standing(system.destination, folder, set(_recorded_paths(lock)), others_of=())
    return Repository(name, folder, None, lock, base_of(system, folder, lock), Tree(), found, labels=renewal.labels)


def _recorded_paths(lock: Lock | None) -> Iterator[str]:
    for entry in lock.files if lock is not None else ():
        yield entry.path
        if entry.at:
            yield entry.at


def _others(renewal: Renewal, folder: str) -> list[str]:
    """The folders of other repositories below one, relative to it."""
    prefix = f"{folder}/" if folder else ""
    return [
        each.removeprefix(prefix)
        for each in {*renewal.folders.values(), *renewal.system.folders.values()}
        if each and each != folder and each.startswith(prefix)
    ]


def _untouched(renewal: Renewal) -> Reconciled:
    """Of the system's own repository, where nothing of it takes part."""
    return Reconciled(
        (), {entry.path: entry.at for entry in renewal.system.lock.files if entry.at}, renewal.system.lock.pending
    )


def _orphans(renewal: Renewal, gone: Mapping[str, Reconciled]) -> Iterator[Pending]:
    """What is left of removed services, by paths relative to the system's root."""
    layout = renewal.system.lock.layout
    for name, each in gone.items():
        for entry in each.pending:
            folder = layout.folders[name] if layout else name
            yield Pending(f"{folder}/{entry.path}", "orphan")


def _with_orphans(renewal: Renewal, outcome: Reconciled, orphans: tuple[Pending, ...]) -> Reconciled:
    """With what removed services left; those of a service that is there again are its own affair."""
    again = [f"{folder}/" for folder in renewal.layout.folders.values()]
    entries = {
        entry
        for entry in (*outcome.pending, *orphans)
        if entry.kind != "orphan" or not any(entry.path.startswith(folder) for folder in again)
    }
    return replace(outcome, pending=tuple(sorted(entries, key=lambda entry: entry.path)))


def _records(
    renewal: Renewal, wishes: Wishes, trees: Mapping[str, Tree], outcomes: Mapping[str, Reconciled]
) -> dict[str, File]:
    """The new record of every repository that took part, by path below the destination."""
    folders = {name: renewal.folders[name] for name in trees}
    home = renewal.system.home
    tree = Tree({_joined(folders[name], path): file for name, each in trees.items() for path, file in each.items()})
    files = dict(
        record(
            tree,
            roots=tuple(folders.values()),
            blueprints=renewal.loaded,
            designs={folders[name]: renewal.designs[name] for name in trees},
            inputs=inputs_of(renewal.inputs, renewal.loaded),
            layout=renewal.layout,
            home=home,
            carried={folders[name]: _carried(renewal.lock(name), outcomes[name]) for name in trees},
        )
    )
    for name, outcome in outcomes.items():
        lock = renewal.lock(name)
        if name in trees or lock is None:
            continue
        path = _joined(renewal.folders[name], LOCK)
        files[path] = File(write_lock(_renewed(renewal, wishes, name, lock, outcome)), REGULAR, "R")
    return files


def _renewed(renewal: Renewal, wishes: Wishes, name: str, lock: Lock, outcome: Reconciled) -> Lock:
    """The lock of a repository of which nothing was generated anew."""
    lock = replace(lock, pending=outcome.pending)
    if name or wishes.only:
        return lock
    return replace(lock, inputs=inputs_of(renewal.inputs, renewal.loaded), layout=renewal.layout)


def _carried(lock: Lock | None, outcome: Reconciled) -> Carried:
    entries = lock.files if lock is not None else ()
    return Carried(
        files=tuple(entry for entry in entries if entry.owner == "A"),
        ejected=outcome.ejected,
        moved=outcome.moved,
        pending=outcome.pending,
    )


def _inputs(renewal: Renewal, wishes: Wishes) -> dict[str, File]:
    """What msgen itself keeps among the inputs, and the schema with the names of the project."""
    home = renewal.system.home
    files = {_joined(home, NUMBERS): File(renewal.inputs[NUMBERS], REGULAR, "I")}
    if not wishes.only:
        files[_joined(home, SCHEMA)] = File(renewal.schema, REGULAR, "R")
    return files


def _written(renewal: Renewal, files: Mapping[str, File], removed: Collection[str]) -> tuple[Write, ...]:
    """What of the record differs from what stands there; the record of a removed service goes."""
    destination = renewal.system.destination
    leaving = [_joined(folder, path) for folder in removed for path in RECORD_FILES]
    leaving += [
        _joined(was_at, path)
        for name in renewal.folders
        if _moves(renewal, name) and (was_at := renewal.folder_until_now(name)) is not None
        for path in RECORD_FILES
    ]
    there = read(destination, [*files, *leaving])
    writes = [Write(path, there.get(path), file) for path, file in files.items() if not _stands(there.get(path), file)]
    return (*writes, *(Write(path, there[path], None) for path in leaving if path in there))


def _stands(existing: Existing | None, file: File) -> bool:
    return existing is not None and existing.equals(file)


def _joined(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path
