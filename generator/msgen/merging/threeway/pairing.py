"""Which file of one side is which file of the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial

from msgen.merging.destination import Existing
from msgen.merging.lock import LockedFile
from msgen.merging.renaming import Carried
from msgen.merging.text import is_binary
from msgen.merging.threeway.repository import Repository
from msgen.merging.threeway.similar import pairs
from msgen.merging.threeway.trio import Class, Trio, Version
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

_MODES = {"100644": REGULAR, "100755": EXECUTABLE, "120000": SYMLINK}


def trios(repository: Repository) -> Iterator[Trio]:
    """Every generated file of the repository, old or new, with its versions; sorted by path."""
    theirs = repository.theirs if repository.theirs is not None else {}
    yours_of = people_moved(repository)
    theirs_of = _msgen_moved(repository, yours_of)
    for path in sorted(repository.locked):
        yield _trio(repository, path, yours_of.get(path, path), theirs_of.get(path))
    taken = {*theirs_of.values()}
    for path in theirs:
        if path not in taken:
            yield _trio(repository, None, path, path)


def people_moved(repository: Repository) -> dict[str, str]:
    """The recorded path of a generated file to the one that a person gave it, of those that still stand somewhere."""
    standing, locked = repository.standing, repository.locked
    known = {path: entry.at for path, entry in locked.items() if entry.at and standing.read(entry.at) is not None}
    gone = {
        path: file.content
        for path, file in repository.base.items()
        if path not in standing.files and path not in known and locked[path].owner in ("G", "H")
    }
    free = [path for path in standing.others if path not in known.values()]
    return known | pairs(gone, {path: partial(_content, standing.read, path) for path in free})


def _content(read: Callable[[str], Existing | None], path: str) -> bytes:
    existing = read(path)
    return existing.content if existing is not None and not existing.obstacle else b""


def _msgen_moved(repository: Repository, yours_of: Mapping[str, str]) -> dict[str, str]:
    """The recorded path of a file to the one that it is generated at now; without those that are not any more.

    By the id that blueprint, template and object give it, else by its path; and what a person edited or deleted is
    also followed to a new file that is like it, for a blueprint may have renamed its template.
    """
    if repository.theirs is None:
        return {path: path for path in repository.locked}
    theirs, locked = repository.theirs, repository.locked
    by_id = {file.id: path for path, file in theirs.items() if file.id}
    found: dict[str, str] = {}
    for path, entry in locked.items():
        same = by_id.get(repository.new_id(entry.id) if repository.new_id else entry.id) if entry.id else None
        target = same or (path if path in theirs else None)
        if target is not None:
            found.setdefault(path, target)
    found |= _renamed_by_likeness(repository, found, yours_of)
    return found | _renamed_and_deleted(repository, found, yours_of)


def _renamed_by_likeness(
    repository: Repository, found: Mapping[str, str], yours_of: Mapping[str, str]
) -> dict[str, str]:
    """Edited files that are no longer generated, with the new ones that are like them."""
    edited = {
        path: file.content
        for path, file in repository.base.items()
        if path not in found and _is_edited(repository, path, yours_of.get(path, path), file)
    }
    return pairs(edited, _new(repository, found))


def _renamed_and_deleted(
    repository: Repository, found: Mapping[str, str], yours_of: Mapping[str, str]
) -> dict[str, str]:
    """The same of files that a person deleted, which are to stay deleted.

    Only where the blueprint has another template for the same object: a new object may be like a former one, and its
    file has never been deleted by anybody.
    """
    locked = repository.locked
    theirs: Mapping[str, File] = repository.theirs or {}
    until_now = {path: entry.id.partition("#") for path, entry in locked.items()}
    from_now_on = {path: file.id.partition("#") for path, file in theirs.items()}
    templates = {template for template, _, _ in until_now.values()}
    still = {template for template, _, _ in from_now_on.values()}
    deleted = {
        path: file.content
        for path, file in repository.base.items()
        if path not in found
        and until_now[path][0] not in still
        and _standing(repository, yours_of.get(path, path)) is None
    }
    new = {path: read for path, read in _new(repository, found).items() if from_now_on[path][0] not in templates}
    return {old: now for old, now in pairs(deleted, new).items() if until_now[old][2] == from_now_on[now][2]}


def _new(repository: Repository, found: Mapping[str, str]) -> dict[str, Callable[[], bytes]]:
    """What is generated now and was not until now."""
    taken, known = set(found.values()), repository.locked
    theirs: Mapping[str, File] = repository.theirs or {}
    return {
        path: partial(_constant, file.content)
        for path, file in theirs.items()
        if path not in taken and path not in known
    }


def _constant(content: bytes) -> bytes:
    return content


def _is_edited(repository: Repository, path: str, at: str, file: File) -> bool:
    existing = _standing(repository, at)
    return existing is not None and not existing.equals(file)


def _standing(repository: Repository, at: str) -> Existing | None:
    return repository.standing.files.get(at) or repository.standing.read(at)


def _trio(repository: Repository, recorded: str | None, yours_at: str, theirs_at: str | None) -> Trio:
    """`yours_at` is where the file stands, or would, if it is there."""
    locked = repository.locked
    entry = locked.get(recorded) if recorded is not None else None
    found = _standing(repository, yours_at)
    base = _base(repository, recorded, entry, found)
    carried = _carried(repository, yours_at, found.content, entry) if found is not None else Carried(b"")
    file = repository.theirs[theirs_at] if repository.theirs is not None and theirs_at is not None else None
    if file is not None and theirs_at is not None:
        theirs: Version | None = Version(theirs_at, file.content, file.mode)
    else:
        theirs = base if repository.theirs is None else None
    trio = Trio(
        owner=_class(repository, entry, file, {recorded or yours_at, yours_at, theirs_at or yours_at}),
        base=base,
        yours=None if found is None else Version(yours_at, carried.content, found.mode),
        theirs=theirs,
        found=found,
        in_the_way=_in_the_way(repository, yours_at, theirs_at),
        label=repository.labels.get(file.blueprint, "blueprint") if file is not None else "blueprint",
        anchors=repository.anchors.get(file.blueprint, ()) if file is not None else (),
        was_at=repository.was_at if repository.was_at is not None else repository.at or "",
        at=repository.at if repository.at is not None else repository.was_at or "",
        renamed=carried.lines,
        follows_renames=repository.follows_renames,
    )
    return _with_renamed_lines(repository, entry, trio)


def _with_renamed_lines(repository: Repository, entry: LockedFile | None, trio: Trio) -> Trio:
    """What the design renames is renamed on both sides before an edited file is merged."""
    base, yours, theirs = trio.base, trio.yours, trio.theirs
    if base is None or yours is None or theirs is None or entry is None or repository.lines is None:
        return trio
    if trio.owner != "G" or not trio.is_edited or any(map(_is_no_text, (base, yours, theirs))):
        return trio
    contents = base.content, yours.content, theirs.content
    was, is_now = repository.lines.agreed(entry.id, *contents, path=theirs.path)
    return replace(trio, base=replace(base, content=was), yours=replace(yours, content=is_now))


def _is_no_text(version: Version) -> bool:
    return version.is_link or is_binary(version.content)


def _in_the_way(repository: Repository, yours_at: str, theirs_at: str | None) -> Existing | None:
    """What stands where the file goes to; of a folder that moves as a whole, nothing does."""
    if theirs_at is None or theirs_at == yours_at or repository.moves:
        return None
    return repository.standing.files.get(theirs_at)


def _base(
    repository: Repository, recorded: str | None, entry: LockedFile | None, found: Existing | None
) -> Version | None:
    """As generated last. Of an append-only file only the hash is known: equal to it is what stands there, or not."""
    if recorded is None or entry is None:
        return None
    file = repository.base.get(recorded)
    if file is not None:
        return Version(recorded, _carried(repository, recorded, file.content, entry).content, file.mode)
    if found is not None and hashlib.sha256(found.content).hexdigest() == entry.sha256:
        return Version(recorded, found.content, _MODES[entry.mode])
    return Version(recorded, b"", _MODES[entry.mode])


def _carried(repository: Repository, path: str, content: bytes, entry: LockedFile | None) -> Carried:
    """With the declared renames in it; keys move in generated files only."""
    if entry is not None and entry.owner == "G":
        content = repository.move_keys(entry, content)
    return repository.carry(path, content) if path.endswith(".py") else Carried(content)


def _class(repository: Repository, entry: LockedFile | None, file: File | None, paths: Collection[str]) -> Class:
    """Nothing of a repository that leaves the design is to be appended to any more."""
    if any(repository.is_left_alone(path) for path in paths):
        return "ejected"
    owner: Class = entry.owner if entry is not None else _owner(file)
    return "G" if owner == "A" and repository.at is None else owner


def _owner(file: File | None) -> Class:
    return file.owner if file is not None and file.owner in ("A", "H") else "G"
