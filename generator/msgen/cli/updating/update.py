"""What an update does to every file, decided but not done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import Struct, field

from msgen.cli.updating.mentions import mentions_in
from msgen.cli.updating.records import below, records, untouched, with_orphans
from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.wishes import Wishes
from msgen.cli.usage import UsageError
from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import read
from msgen.merging.errors import ForeignFilesInTheWay, NotConfirmed, RepositoriesMissing
from msgen.merging.gone import Mention
from msgen.merging.left_alone import left_alone
from msgen.merging.lock import Lock
from msgen.merging.record import git_files
from msgen.merging.recorded import base_of
from msgen.merging.renaming import carry, python_names, renamed_id
from msgen.merging.standing import standing
from msgen.merging.threeway.reconcile import Reconciled, reconcile
from msgen.merging.threeway.repository import Repository
from msgen.rendering.tree import Tree


class Update(Struct, frozen=True):
    changes: ChangeSet
    pending: tuple[str, ...]
    """Paths below the destination that wait for a person afterwards."""
    services: Mapping[str, str]
    """The folder below the destination of each repository that took part, by its name."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """The folder below the destination of each service whose files go, by its name."""
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The folders below the destination of each repository that moves, until now and from now on, by its name."""
    abandoned: Mapping[str, str] = field(default_factory=dict)
    """The same of services that leave the design while their repository stays as it is."""
    mentions: tuple[Mention, ...] = ()
    """Lines of people's files that name what is in the design no longer."""
    staying: tuple[str, ...] = ()
    """What version control ignores in folders that are left: it stays where it is."""


def update_of(renewal: Renewal, wishes: Wishes) -> Update:
    """The change of every file; renders what is due and reads what stands there."""
    _require_all_where_all_is_meant(renewal, wishes)
    removed = _confirmed(renewal, wishes)
    _require_present(renewal, wishes)
    names = _taking_part(renewal, wishes)
    leaving = () if renewal.was_multi_repo else removed
    trees = renewal.rendered(tuple(name for name in names if name in renewal.due), trust=wishes.trust)
    outcomes = {name: reconcile(renewed(renewal, name, trees.get(name)), wishes.conflicts) for name in names}
    gone = {name: reconcile(_leaving(renewal, name), wishes.conflicts, purge=wishes.purge) for name in leaving}
    outcomes[""] = with_orphans(renewal, outcomes.get("") or untouched(renewal), gone)
    changes = [change for each in (*outcomes.values(), *gone.values()) for change in each.changes]
    change_set = ChangeSet(
        tuple(sorted(changes, key=lambda change: change.path)), records(renewal, wishes, trees, outcomes, leaving)
    )
    moved = {
        name: (renewal.folder_until_now(name) or "", renewal.folders[name]) for name in names if renewal.moves(name)
    }
    _refuse_in_the_way(renewal, change_set, tuple(folder for _, folder in moved.values()))
    return Update(
        change_set,
        tuple(sorted(_pending(renewal, outcomes))),
        {name: renewal.folders[name] for name in outcomes},
        removed={name: renewal.system.folders[name] for name in leaving},
        moved=moved,
        abandoned={name: renewal.system.folders[name] for name in removed if name not in leaving},
        mentions=tuple(mention for name in trees for mention in mentions_in(renewal, name, outcomes[name].seeds)),
        staying=tuple(path for each in (*outcomes.values(), *gone.values()) for path in each.staying),
    )


def _pending(renewal: Renewal, outcomes: Mapping[str, Reconciled]) -> Iterator[str]:
    for name, outcome in outcomes.items():
        yield from (below(renewal.folders[name], entry.path) for entry in outcome.pending)


def _require_all_where_all_is_meant(renewal: Renewal, wishes: Wishes) -> None:
    """A new layout and a new name concern more than one service."""
    if not wishes.only:
        return
    if renewal.changes_layout:
        raise UsageError("the layout changes, and that concerns every service", "update all of the system")
    for old, new in renewal.renames.services.items():
        if not wishes.only.isdisjoint({old, new}):
            raise UsageError(
                f"`{old}` becomes `{new}`, and that concerns others too",
                "update all of the system, not only this service",
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
    there = (name for name in wanted if name not in renewal.absent)
    return tuple(name for name in there if name in renewal.due or renewal.moves(name) or _waits(renewal, name))


def _require_present(renewal: Renewal, wishes: Wishes) -> None:
    """No repository is left behind unnoticed: an absent one is left out by name, or nothing happens."""
    named = {name for name in wishes.only for now in renewal.absent if name in (now, renewal.was_called(now))}
    if renewal.absent and (named or not wishes.only):
        there = tuple(name for name in renewal.folders if name and name not in renewal.absent)
        raise RepositoriesMissing(renewal.absent, there)


def _refuse_in_the_way(renewal: Renewal, change_set: ChangeSet, folders: tuple[str, ...]) -> None:
    """A repository moves only to where nothing stands."""
    prefixes = tuple(f"{folder}/" for folder in folders)
    new = [write.path for write in change_set.writes if write.before is None and write.path.startswith(prefixes)]
    if found := read(renewal.system.destination, new) if folders else {}:
        raise ForeignFilesInTheWay(tuple(sorted(found)))


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
    moves = renewal.moves(name)
    if moves or renewal.renames or any(path not in found.files for path in base):
        others = _others(renewal, folder)
        found = standing(system.destination, folder, known, others_of=others, whole=moves and renewal.changes_layout)
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
        anchors=renewal.anchors,
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
