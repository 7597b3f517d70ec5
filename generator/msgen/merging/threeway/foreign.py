"""Files that msgen never wrote: they go where their folder goes, and nothing else happens to them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from msgen.merging.change_set import Change
from msgen.merging.journal.writes import Write
from msgen.merging.renaming import Carried
from msgen.merging.threeway.repository import Repository
from msgen.rendering.tree import File


def followers(
    repository: Repository, pairs: Mapping[str, str], settled: frozenset[str], *, purge: bool
) -> list[Change]:
    """The changes of foreign files.

    `pairs` has the path of each generated file until now and from now on, relative to the repository; what is in
    `settled` has been dealt with.
    """
    others = [path for path in repository.standing.others if path not in settled]
    if repository.at is None:
        return [_gone(repository, path, purge=purge) for path in others]
    folders = _moved_folders(repository, pairs)
    return list(_moving(repository, others, folders))


def _gone(repository: Repository, path: str, *, purge: bool) -> Change:
    where = repository.old(path)
    if purge:
        return Change(where, "delete", writes=(Write(where, repository.standing.read(path), None),))
    return Change(where, "keep", note="its service is gone", pending="orphan")


def _moving(repository: Repository, others: Sequence[str], folders: Mapping[str, str]) -> Iterator[Change]:
    for path in others:
        target = _in_moved_folder(path, folders)
        source, place = repository.old(path), repository.new(target)
        found = repository.standing.read(path)
        if found is None or found.obstacle:
            continue
        carried = repository.carry(path, found.content) if path.endswith(".py") else Carried(found.content)
        if source != place:
            there = None if repository.moves else repository.standing.files.get(target)
            writes = (Write(place, there, File(carried.content, found.mode, "G"), source), Write(source, found, None))
            yield Change(place, "update", note="moves along", moved_from=source, writes=writes, renamed=carried.lines)
        elif carried.content != found.content:
            rewritten = Write(place, found, File(carried.content, found.mode, "G"))
            note = "a name that it imports has changed"
            yield Change(place, "update", note=note, writes=(rewritten,), renamed=carried.lines)


def _moved_folders(repository: Repository, pairs: Mapping[str, str]) -> dict[str, str]:
    """Folders that a declared rename moves, with where they go: those whose generated files all go there."""
    if repository.new_id is None:
        return {}
    seen: dict[str, set[str]] = {}
    for old, new in pairs.items():
        for folder, target in _folders(old, new):
            seen.setdefault(folder, set()).add(target)
    return {
        folder: next(iter(targets)) for folder, targets in seen.items() if len(targets) == 1 and folder not in targets
    }


def _folders(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The folders above a file, old and new, as long as both paths go equally far below them."""
    old_folder, new_folder = posixpath.dirname(old), posixpath.dirname(new)
    while old_folder and new_folder:
        yield old_folder, new_folder
        if posixpath.basename(old_folder) != posixpath.basename(new_folder):
            return
        old_folder, new_folder = posixpath.dirname(old_folder), posixpath.dirname(new_folder)


def _in_moved_folder(path: str, folders: Mapping[str, str]) -> str:
    folder = posixpath.dirname(path)
    while folder:
        if folder in folders:
            return folders[folder] + path.removeprefix(folder)
        folder = posixpath.dirname(folder)
    return path
