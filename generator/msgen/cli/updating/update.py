"""What an update does to every file, decided but not done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from msgspec import Struct, field

from msgen.cli.progress import Progress, untold
from msgen.cli.updating.mentions import mentions_in
from msgen.cli.updating.records import below, record_beside, record_of, untouched, with_orphans
from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.repositories import leaving, renewed
from msgen.cli.updating.wishes import Wishes
from msgen.cli.usage import UsageError
from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import read
from msgen.merging.errors import ForeignFilesInTheWay, NotConfirmed, RepositoriesMissing
from msgen.merging.gone import Mention
from msgen.merging.journal.shelf import Shelf
from msgen.merging.journal.writes import Write
from msgen.merging.threeway.dangling import Dangling
from msgen.merging.threeway.reconcile import Reconciled, reconcile, shelved


class Update(Struct, frozen=True):
    changes: ChangeSet
    pending: tuple[str, ...]
    """Paths below the destination that wait for a person afterwards."""
    services: Mapping[str, str]
    """The folder below the destination of each repository that took part, by its name."""
    identical: Mapping[str, int]
    """How many files of each repository stay as they are, by its name."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """The folder below the destination of each service whose files go, by its name."""
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The folders below the destination of each repository that moves, until now and from now on, by its name."""
    abandoned: Mapping[str, str] = field(default_factory=dict)
    """The same of services that leave the design while their repository stays as it is."""
    mentions: tuple[Mention, ...] = ()
    """Lines of people's files that name what is in the design no longer."""
    dangling: tuple[Dangling, ...] = ()
    """Imports in people's files of modules that are not there any more."""
    staying: tuple[str, ...] = ()
    """What version control ignores in folders that are left: it stays where it is."""


def update_of(renewal: Renewal, wishes: Wishes, progress: Progress | None = None) -> Update:
    """The change of every file; renders what is due and reads what stands there.

    One repository after the other: its trees are let go of before the next one, and what is to be written waits on a
    shelf.
    """
    _require_all_where_all_is_meant(renewal, wishes)
    removed = _confirmed(renewal, wishes)
    _require_present(renewal, wishes)
    names = _taking_part(renewal, wishes)
    going = () if renewal.was_multi_repo else removed
    shelf = Shelf()
    gone = {
        name: shelved(
            reconcile(leaving(renewal, name, trust=wishes.trust), wishes.conflicts, purge=wishes.purge), shelf
        )
        for name in going
    }
    decided = [*_decided(renewal, wishes, names, gone, shelf, progress or untold())]
    outcomes = {each.name: each.outcome for each in decided}
    changes = [change for each in (*outcomes.values(), *gone.values()) for change in each.changes]
    identical = {name: each.identical for name, each in (*outcomes.items(), *gone.items())}
    beside = shelf.holding(record_beside(renewal, wishes, going))
    change_set = ChangeSet(
        tuple(sorted(changes, key=lambda change: change.path)),
        (*(write for each in decided for write in each.record), *beside),
        sum(identical.values()),
    )
    moved = {
        name: (renewal.folder_until_now(name) or "", renewal.folders[name]) for name in names if renewal.moves(name)
    }
    _refuse_in_the_way(renewal, change_set, tuple(folder for _, folder in moved.values()))
    return Update(
        change_set,
        tuple(sorted(_pending(renewal, outcomes))),
        {name: renewal.folders[name] for name in outcomes},
        identical,
        removed={name: renewal.system.folders[name] for name in going},
        moved=moved,
        abandoned={name: renewal.system.folders[name] for name in removed if name not in going},
        mentions=tuple(mention for each in decided for mention in each.mentions),
        dangling=tuple(line for each in outcomes.values() for line in each.dangling),
        staying=tuple(path for each in (*outcomes.values(), *gone.values()) for path in each.staying),
    )


class _Decided(Struct, frozen=True):
    """What becomes of one repository, with its contents on the shelf."""

    name: str
    outcome: Reconciled
    record: tuple[Write, ...]
    mentions: tuple[Mention, ...]


def _decided(
    renewal: Renewal,
    wishes: Wishes,
    names: Sequence[str],
    gone: Mapping[str, Reconciled],
    shelf: Shelf,
    progress: Progress,
) -> Iterator[_Decided]:
    due = [name for name in names if name in renewal.due]
    taking_part = {"", *names}
    if "" not in names:
        outcome = with_orphans(renewal, untouched(renewal), gone)
        record = record_of(renewal, wishes, "", None, outcome, taking_part)
        yield _Decided("", outcome, shelf.holding(record), ())
    with closing(renewal.rendered(due, trust=wishes.trust, progress=progress.rendered)) as rendered:
        for name in names:
            theirs = next(rendered)[1] if name in due else None
            progress.say(f"merging {name or 'the files of the system'}")
            outcome = reconcile(renewed(renewal, name, theirs), wishes.conflicts)
            if name == "":
                outcome = with_orphans(renewal, outcome, gone)
            record = record_of(renewal, wishes, name, theirs, outcome, taking_part)
            mentions = tuple(mentions_in(renewal, name, outcome.seeds)) if theirs is not None else ()
            decided = _Decided(name, shelved(outcome, shelf), shelf.holding(record), mentions)
            del theirs, outcome, record  # before the next one is rendered
            yield decided


def _pending(renewal: Renewal, outcomes: Mapping[str, Reconciled]) -> Iterator[str]:
    for name, outcome in outcomes.items():
        yield from (below(renewal.folders[name], entry.path) for entry in outcome.pending)


def _require_all_where_all_is_meant(renewal: Renewal, wishes: Wishes) -> None:
    """A new layout and a new name concern more than one service."""
    if not wishes.only:
        return
    if renewal.system.lock.other is not None:
        raise UsageError("the record is in conflict between two branches", "update all of the system, which settles it")
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
        for name in renewal.folders
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
    new = [write.path for write in change_set.writes if not write.finds_something and write.path.startswith(prefixes)]
    if found := read(renewal.system.destination, new) if folders else {}:
        raise ForeignFilesInTheWay(tuple(sorted(found)))


def _waits(renewal: Renewal, name: str) -> bool:
    lock = renewal.lock(name)
    return lock is not None and bool(lock.pending)
