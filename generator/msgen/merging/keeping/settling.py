"""A path that waits for a person, settled for one side or for both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from msgen.merging.destination import Existing
from msgen.merging.errors import NotSettled
from msgen.merging.journal.writes import Write
from msgen.merging.keeping.repositories import places_of
from msgen.merging.lock import Pending
from msgen.merging.text import Labels, settle
from msgen.merging.text.markers import Side
from msgen.merging.threeway.decide import REJECTED, SIDE
from msgen.merging.threeway.pending import has_regions
from msgen.merging.threeway.repository import Repository
from msgen.rendering.tree import File

Choice = Literal["ours", "theirs", "union"]

_SIDES: dict[Choice, Side] = {"ours": "yours", "theirs": "theirs", "union": "union"}
_LABEL = re.compile(rb"^>>>>>>> (blueprint[^\r\n]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Settled:
    path: str
    """Below the destination."""
    said: str
    """What was done with it."""
    writes: tuple[Write, ...] = ()


def settled(repository: Repository, entry: Pending, choice: Choice) -> Settled:
    """What settles an entry that is open still; raises `NotSettled` where the choice has no meaning for it."""
    path = repository.new(entry.path)
    if choice == "union" and entry.kind != "conflict":
        raise NotSettled(path, f"it is no text with two versions in it but {_an(entry.kind)}", "`--ours` or `--theirs`")
    if entry.kind == "conflict":
        return _conflict(repository, entry, choice)
    return _side_file(repository, entry, choice) if entry.kind == "side file" else _orphan(repository, entry, choice)


def regions(content: bytes) -> tuple[str, ...]:
    """How the conflicts in a file call the new version."""
    return tuple(dict.fromkeys(label.decode(errors="replace") for label in _LABEL.findall(content)))


def _conflict(repository: Repository, entry: Pending, choice: Choice) -> Settled:
    path, found = repository.new(entry.path), repository.standing.read(entry.path)
    if found is None:
        return Settled(path, "it is gone")
    content = found.content
    for label in regions(content):
        content = settle(content, Labels("yours", label), _SIDES[choice])
    if has_regions(content):
        raise NotSettled(path, "somebody has removed a part of its markers", "finish it in an editor")
    said = {"ours": "your lines stay", "theirs": "the new lines replace yours", "union": "both versions stay"}[choice]
    return Settled(path, said, (Write(path, found, File(content, found.mode, "G")),))


def _side_file(repository: Repository, entry: Pending, choice: Choice) -> Settled:
    path = repository.new(entry.path)
    beside = dict(_beside(repository, entry.path))
    gone = tuple(Write(repository.new(side), existing, None) for side, existing in beside.items())
    if choice == "ours":
        return Settled(path, "it stays as it is", gone)
    found = repository.standing.read(entry.path)
    new = beside.get(f"{entry.path}{SIDE}")
    if new is not None:
        return Settled(
            path, "the new version replaces it", (Write(path, found, File(new.content, new.mode, "G")), *gone)
        )
    whole = _as_generated(repository, entry.path)
    if whole is None:
        raise NotSettled(path, "it is generated no more", "apply `NAME.rej` in an editor, or take `--ours`")
    return Settled(
        path, "the whole generated file replaces it, and your edits with it", (Write(path, found, whole), *gone)
    )


def _beside(repository: Repository, path: str) -> Iterator[tuple[str, Existing]]:
    for side in (f"{path}{SIDE}", f"{path}{REJECTED}"):
        if (existing := repository.standing.read(side)) is not None:
            yield side, existing


def _as_generated(repository: Repository, place: str) -> File | None:
    recorded = next((path for path, each in places_of(repository).items() if each == place), place)
    return repository.base.get(recorded)


def _orphan(repository: Repository, entry: Pending, choice: Choice) -> Settled:
    path, found = repository.new(entry.path), repository.standing.read(entry.path)
    if choice == "ours" or found is None:
        return Settled(path, "it stays, and is yours")
    return Settled(path, "it is deleted", (Write(path, found, None),))


def _an(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
