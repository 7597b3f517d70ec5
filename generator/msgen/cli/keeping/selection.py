"""What the paths mean that somebody gives to a command: a file, a folder, a service or a whole system."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from msgen.cli.output import say
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import did_you_mean
from msgen.merging.journal.run import interrupted, recover
from msgen.merging.keeping.repositories import folders_of, repository_of
from msgen.merging.recorded import Place, RecordedSystem, find
from msgen.merging.threeway.repository import Repository


class Selection(Struct, frozen=True, dict=True):
    system: RecordedSystem
    paths: tuple[str, ...]
    """Below the destination; an empty one means all of it."""

    @cached_property
    def repositories(self) -> tuple[Repository, ...]:
        """Those in which a selected path can lie; one whose folder is not there is left out, and named."""
        return tuple(repository_of(self.system, name) for name in self._names())

    def covers(self, *paths: str) -> bool:
        """Whether one of these paths below the destination is selected, or lies in a folder that is."""
        return any(lies_in(path, chosen) for path in paths for chosen in self.paths)

    def require(self, chosen: Sequence[str], known: Iterable[str], complaint: str) -> None:
        """Raise where nothing in `chosen` lies at a selected path; `known` are paths that may have been meant."""
        for path in self.paths:
            if not any(lies_in(each, path) for each in chosen):
                shown = {self.shown(each): None for each in known}
                near = did_you_mean(self.shown(path), list(shown))
                raise UsageError(complaint.format(path=self.shown(path)), near or "`msgen status` tells of every file")

    def shown(self, path: str) -> str:
        """A path below the destination as one would type it here."""
        return os.path.relpath(self.system.destination / path)

    def _names(self) -> Iterator[str]:
        for name, folder in folders_of(self.system).items():
            if not any(lies_in(folder, path) or lies_in(path, folder) for path in self.paths):
                continue
            if name and not (self.system.destination / folder).is_dir():
                say(f"the repository of `{name}` is not there: `{self.shown(folder)}`")
                continue
            yield name


def lies_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def select(paths: Sequence[Path]) -> Selection:
    """For a command that only looks; says if an earlier run was interrupted."""
    selection = _selected(paths)
    system = selection.system
    if interrupted(system.destination, home=system.home):
        say(f"an earlier run was interrupted in `{system.root}`; the next one finishes it first")
    return selection


def select_to_write(paths: Sequence[Path]) -> Selection:
    """For a command that writes; finishes an interrupted run first."""
    selection = _selected(paths)
    system = selection.system
    if recover(system.destination, home=system.home, waiting=waiting):
        return _selected(paths)
    return selection


def waiting() -> None:
    say("another msgen writes there; waiting for it to end")


def _selected(paths: Sequence[Path]) -> Selection:
    places = [find(path) for path in paths]
    system = places[0].system
    for path, place in zip(paths, places, strict=True):
        if place.system.root.resolve() != system.root.resolve():
            raise UsageError(
                f"`{path}` and `{paths[0]}` belong to two systems", "run the command once for each of them"
            )
    return Selection(system, tuple(_inside(place) for place in places))


def _inside(place: Place) -> str:
    """In a system with a repository per service, the folder of the system itself stands for all of them."""
    system = place.system
    inside = posixpath.normpath(place.inside) if place.inside else ""
    return "" if inside in (system.home, ".") else inside
