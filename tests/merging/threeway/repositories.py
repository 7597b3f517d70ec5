"""A repository in its three versions, from texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from msgen.merging.destination import Existing
from msgen.merging.lock import Lock, LockedFile, LockOwner, Pending
from msgen.merging.locked_design import NO_DESIGN
from msgen.merging.threeway.reconcile import Reconciled, reconcile
from msgen.merging.threeway.repository import Repository, Standing
from msgen.rendering.tree import REGULAR, File, Owner, Tree


def generated(content: str, owner: Owner = "G", template: str = "", subject: str = "") -> File:
    return File(content.encode(), REGULAR, owner, "python", template, subject)


def tree(files: Mapping[str, str | File]) -> dict[str, File]:
    """A text stands for a generated file whose template has its name."""
    return {path: each if isinstance(each, File) else generated(each, template=path) for path, each in files.items()}


def repository(
    base: Mapping[str, str | File],
    yours: Mapping[str, str],
    theirs: Mapping[str, str | File] | None,
    *,
    pending: tuple[Pending, ...] = (),
    was_at: str | None = "services/orders",
    at: str | None = "services/orders",
    new_id: Callable[[str], str] | None = None,
    moved: Mapping[str, str] | None = None,
) -> Repository:
    before = tree(base)
    now = None if theirs is None else Tree(tree(theirs))
    there = {path: Existing(text.encode(), REGULAR) for path, text in yours.items()}
    known = {*before, *(now or ()), *(moved or {}).values()}
    lock = Lock(
        "1", (), NO_DESIGN, "", "", tuple(_locked(path, file, moved or {}) for path, file in before.items()), pending
    )
    others = tuple(sorted(there.keys() - known))
    standing = Standing({path: each for path, each in there.items() if path in known}, others, (), there.get)
    packed = {path: file for path, file in before.items() if file.owner != "A"}
    return Repository(
        "orders",
        was_at,
        at,
        None if was_at is None else lock,
        packed,
        now,
        standing,
        new_id,
        labels={"python": "blueprint 2"},
    )


def outcome(repository: Repository, *, purge: bool = False) -> tuple[dict[str, str | None], Reconciled]:
    """What is written, by path below the destination, and everything else about it."""
    result = reconcile(repository, "inline", purge=purge)
    writes = (write for change in result.changes for write in change.writes)
    return {write.path: None if write.after is None else write.after.content.decode() for write in writes}, result


def _locked(path: str, file: File, moved: Mapping[str, str]) -> LockedFile:
    owners: dict[Owner, LockOwner] = {"G": "G", "H": "H", "A": "A"}
    sha = hashlib.sha256(file.content).hexdigest()
    return LockedFile(path, sha, "100644", owners[file.owner], file.id, moved.get(path, ""))
