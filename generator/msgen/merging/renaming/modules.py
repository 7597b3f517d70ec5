"""Which generated Python file of the last generation is which of the new one: exactly, never by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

from msgen.merging.lock import LockedFile
from msgen.rendering.tree import File

_PYTHON = (".py", ".pyi")
"""What compiled stubs define stands in their second file only."""
_Key = tuple[str, bytes]
"""The object that a file is of, and what it holds."""

Pairs = Mapping[str, str]
"""Old path to new path."""


def same_modules(
    locked: Collection[LockedFile],
    base: Mapping[str, File],
    theirs: Mapping[str, File],
    new_id: Callable[[str], str],
) -> Pairs:
    """Each Python file with the path that it has now; without those that are not generated any more.

    By its id; else by its path; else a template of another name gives the same object the same bytes, and no other
    template does.
    """
    by_id = {file.id: path for path, file in theirs.items() if file.id}
    modules = [entry for entry in locked if entry.path.endswith(_PYTHON) and entry.path in base]
    found = {entry.path: path for entry in modules if (path := by_id.get(new_id(entry.id), entry.path)) in theirs}
    left = {entry.path: new_id(entry.id) for entry in modules if entry.owner == "G" and entry.path not in found}
    known = {new_id(entry.id) for entry in locked} if left else ()
    return found | dict(_same_bytes(left, found, base, theirs, known))


def _same_bytes(
    left: Mapping[str, str], found: Pairs, base: Mapping[str, File], theirs: Mapping[str, File], ids: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Those of the modules that are left over, given with their ids, that a new template gives the same bytes."""
    templates, still = {_template(each) for each in ids}, {_template(file.id) for file in theirs.values()}
    taken = set(found.values())
    old: dict[_Key, list[str]] = defaultdict(list)
    new: dict[_Key, list[str]] = defaultdict(list)
    for path, identity in left.items():
        if _template(identity) not in still:
            old[_subject(identity), base[path].content].append(path)
    for path, file in theirs.items():
        if path.endswith(_PYTHON) and path not in taken and _template(file.id) not in templates:
            new[_subject(file.id), file.content].append(path)
    for key, paths in old.items():
        if len(paths) == len(new[key]) == 1 and key[1].strip():
            yield paths[0], new[key][0]


def _template(identity: str) -> str:
    return identity.partition("#")[0]


def _subject(identity: str) -> str:
    return identity.partition("#")[2]
