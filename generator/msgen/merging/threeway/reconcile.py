"""All repositories of a system: one change set."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgen.merging.change_set import Change
from msgen.merging.errors import WouldLoseEdits
from msgen.merging.journal.shelf import Shelf
from msgen.merging.journal.writes import Write
from msgen.merging.lock import Pending
from msgen.merging.threeway.dangling import Dangling, dangling
from msgen.merging.threeway.decide import Conflicts, decide
from msgen.merging.threeway.foreign import followers
from msgen.merging.threeway.gate import lines_of, lost
from msgen.merging.threeway.leaving import leaving
from msgen.merging.threeway.pairing import trios
from msgen.merging.threeway.pending import pending_after
from msgen.merging.threeway.repository import Repository
from msgen.merging.threeway.trio import Trio


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What becomes of one repository."""

    changes: tuple[Change, ...]
    moved: Mapping[str, str]
    """Path that a file is generated at, to the one where a person put it; relative to the repository."""
    pending: tuple[Pending, ...]
    """What is left for a person, by paths relative to the repository."""
    seeds: Mapping[str, bytes] = field(default_factory=dict)
    """The seeded files that a person edited, as they are afterwards, by path below the destination."""
    staying: tuple[str, ...] = ()
    """What version control ignores in a folder that is left, by path below the destination."""
    dangling: tuple[Dangling, ...] = ()
    """Imports in people's files of modules that are not there any more."""
    ejected: frozenset[str] = frozenset()
    """Paths of generated files that belong to people, as they are called from now on; relative to the repository."""
    identical: int = 0
    """How many files stay as they are, beside those among `changes`."""


def reconcile(repository: Repository, conflicts: Conflicts, *, purge: bool = False) -> Reconciled:
    """The changes of all files of a repository, and what is then left for a person.

    With `purge` the edited files of a repository that leaves go as well: what can be undone counts as kept.
    Raises `WouldLoseEdits` where a line of a person's would be nowhere afterwards: a fault of msgen's, told before
    anything is written.
    """
    known = list(trios(repository))
    generated = lines_of(_generated(repository, known))
    changes: list[Change] = []
    losses: dict[str, tuple[bytes, ...]] = {}
    for trio in known:
        change = _settled(repository, trio, conflicts, purge=purge)
        if not purge and (missing := lost(trio, change, generated)):
            losses[change.path] = missing
        changes.append(change)
    if losses:
        raise WouldLoseEdits(losses)
    dealt_with = frozenset(trio.yours.path for trio in known if trio.yours is not None)
    changes += followers(repository, _places(known), dealt_with, purge=purge)
    folder = repository.at if repository.at is not None else repository.was_at or ""
    earlier = repository.lock.pending if repository.lock else ()
    return Reconciled(
        changes=tuple(changes),
        moved={
            trio.theirs.path: trio.yours.path
            for trio in known
            if trio.theirs is not None and trio.yours is not None and trio.stays and trio.theirs.path != trio.yours.path
        },
        pending=pending_after(changes, earlier, repository.standing.read, folder),
        seeds=dict(_edited_seeds(known, changes)),
        staying=_staying(repository),
        dangling=dangling(repository, known, changes) if repository.at is not None else (),
        ejected=frozenset(_ejected(repository, known)),
    )


def shelved(outcome: Reconciled, shelf: Shelf) -> Reconciled:
    """What is left to be done and told, with no content in memory; of what stays as it is, only how much it is."""
    told = [change for change in outcome.changes if change.action != "identical"]
    return replace(
        outcome,
        changes=tuple(replace(change, writes=shelf.holding(change.writes)) for change in told),
        identical=outcome.identical + len(outcome.changes) - len(told),
        moved={},
        seeds={},
        ejected=frozenset(),
    )


def _generated(repository: Repository, trios_: Sequence[Trio]) -> Iterator[bytes]:
    """What was generated last, as it was and with the declared renames in it."""
    yield from (file.content for file in repository.base.values())
    yield from (trio.base.content for trio in trios_ if trio.base is not None)


def _settled(repository: Repository, trio: Trio, conflicts: Conflicts, *, purge: bool) -> Change:
    if repository.at is None:
        return leaving(trio, purge=purge)
    change = decide(trio, conflicts)
    if change.side:
        return _over_an_earlier_one(repository, change)
    return change


def _over_an_earlier_one(repository: Repository, change: Change) -> Change:
    """What an earlier run put beside the file is replaced, knowingly."""
    relative = posixpath.relpath(change.side, repository.at or ".")
    standing = repository.standing.read(relative)
    writes = (replace(write, before=standing) if write.path == change.side else write for write in change.writes)
    return replace(change, writes=tuple(write for write in writes if not _is_there(write)))


def _is_there(write: Write) -> bool:
    return write.before is not None and write.after is not None and write.before.equals(write.after)


def _edited_seeds(trios_: Sequence[Trio], changes: Sequence[Change]) -> Iterator[tuple[str, bytes]]:
    for trio, change in zip(trios_, changes, strict=False):
        if trio.owner != "H" or not trio.is_edited or trio.theirs is None or trio.found is None:
            continue
        written = (write.after.content for write in change.writes if write.path == change.path and write.after)
        yield change.path, next(written, trio.found.content)


def _ejected(repository: Repository, trios_: Sequence[Trio]) -> Iterator[str]:
    for trio in trios_:
        entry = repository.locked.get(trio.base.path) if trio.base is not None else None
        if entry is not None and entry.owner == "ejected" and trio.theirs is not None:
            yield trio.theirs.path


def _staying(repository: Repository) -> tuple[str, ...]:
    if repository.was_at in (None, repository.at):
        return ()
    return tuple(repository.old(path) for path in repository.standing.ignored)


def _places(trios_: Sequence[Trio]) -> dict[str, str]:
    return {trio.base.path: trio.theirs.path for trio in trios_ if trio.base is not None and trio.theirs is not None}
