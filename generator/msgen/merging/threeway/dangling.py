"""Imports in people's files of modules that a blueprint generates no longer, or under another name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from msgen.merging.change_set import Change
from msgen.merging.renaming import dangling_imports, module_at
from msgen.merging.threeway.repository import Repository
from msgen.merging.threeway.similar import pairs
from msgen.merging.threeway.trio import Trio
from msgen.rendering.tree import File


@dataclass(frozen=True, slots=True)
class Dangling:
    path: str
    """Below the destination, as it is from now on."""
    line: int
    """From 1, as the lines are counted from now on."""
    text: str
    module: str
    """What is imported, and is not there any more."""
    now: str
    """The module that it most likely is now; empty where none is like it."""


def dangling(repository: Repository, trios: Sequence[Trio], changes: Sequence[Change]) -> tuple[Dangling, ...]:
    """Sorted by path. `changes` are those of the trios, in their order, then those of other files."""
    gone = dict(_gone(repository, trios, changes))
    if not gone:
        return ()
    found = [
        (path, line, module, content)
        for path, content in sorted(_of_people(repository, trios, changes))
        for line, module in dangling_imports(_relative(repository, path), content, gone)
    ]
    now = _likely(repository, {module: gone[module] for _, _, module, _ in found})
    return tuple(
        Dangling(path, line, content.decode(errors="replace").splitlines()[line - 1].strip(), module, now[module])
        for path, line, module, content in found
    )


def _gone(repository: Repository, trios: Sequence[Trio], changes: Sequence[Change]) -> Iterator[tuple[str, Trio]]:
    """Modules, as files call them after the declared renames, that stand nowhere any more under that name."""
    there = {module_at(path) for path in repository.theirs or ()}
    for trio, change in zip(trios, changes, strict=False):
        if trio.base is None or trio.yours is None or not trio.base.path.endswith(".py"):
            continue
        module = repository.names.module(module_at(trio.base.path))
        if module not in there and (change.action == "delete" or (trio.theirs is not None and change.moved_from)):
            yield module, trio


def _of_people(repository: Repository, trios: Sequence[Trio], changes: Sequence[Change]) -> Iterator[tuple[str, bytes]]:
    """The Python files that hold what people wrote and that are not on their way out, as they are afterwards."""
    for trio, change in zip(trios, changes, strict=False):
        if change.path.endswith(".py") and trio.is_edited and trio.theirs is not None and trio.found is not None:
            yield change.path, _afterwards(change, trio.found.content)
    others = {change.moved_from or change.path: change for change in changes[len(trios) :]}
    known = {trio.yours.path for trio in trios if trio.yours is not None}
    for path in repository.standing.others:
        found = repository.standing.read(path) if path.endswith(".py") and path not in known else None
        if found is not None and not found.obstacle:
            change = others.get(repository.old(path), Change(repository.new(path), "identical"))
            yield change.path, _afterwards(change, found.content)


def _afterwards(change: Change, until_now: bytes) -> bytes:
    written = (write.after.content for write in change.writes if write.path == change.path and write.after)
    return next(written, until_now)


def _relative(repository: Repository, path: str) -> str:
    return posixpath.relpath(path, repository.at or ".")


def _likely(repository: Repository, gone: Mapping[str, Trio]) -> Mapping[str, str]:
    """What each module is called now: where its file went, else the new one that is most like it."""
    theirs: Mapping[str, File] = repository.theirs or {}
    went = {module: module_at(trio.theirs.path) for module, trio in gone.items() if trio.theirs is not None}
    left = {module: trio.base.content for module, trio in gone.items() if trio.theirs is None and trio.base is not None}
    taken = {*went.values(), *map(repository.names.module, map(module_at, repository.locked))}
    new = {
        module_at(path): partial(bytes, file.content)
        for path, file in theirs.items()
        if path.endswith(".py") and module_at(path) not in taken
    }
    return dict.fromkeys(gone, "") | went | pairs(left, new)
