"""What every way of updating has to offer."""

from __future__ import annotations

import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from situations.claims import Snapshot, snapshot
from situations.edits import environment
from situations.rows import Row
from situations.settings import SETTINGS, Setting

_SETTING_OF_ROW = {47: "no git", 48: "sub-directory"}
"""All others stand at the root of a repository."""


class EngineFailed(Exception):
    """An engine could not be prepared; no situation was tried."""


@dataclass(frozen=True, slots=True)
class Updated:
    """A project after the attempt to update it."""

    project: Path
    before: Snapshot
    """With the edits, before the update."""
    said: str
    has_failed: bool
    """It refused or crashed."""


class Engine(ABC):
    name: ClassVar[str]
    title: ClassVar[str]
    """The head of its column, in Markdown."""
    pristine: Snapshot
    """The project as people got it."""

    @abstractmethod
    def __init__(self, folder: Path) -> None:
        """Prepare what all situations share, below a folder of one's own."""

    @abstractmethod
    def update(self, row: Row, place: Path) -> Updated:
        """Put the edited project into an empty folder, and update it there."""


def setting_of(row: Row) -> Setting:
    wanted = _SETTING_OF_ROW.get(row.number, "git root")
    return next(setting for setting in SETTINGS if setting.name == wanted)


def attempt(
    command: Sequence[str | Path], folder: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run what may fail."""
    return subprocess.run(
        command,
        cwd=folder,
        env=environment() | dict(variables or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def prepare(command: Sequence[str | Path], folder: Path, variables: Mapping[str, str] | None = None) -> None:
    """Run what must not."""
    done = attempt(command, folder, variables)
    if done.returncode:
        raise EngineFailed(f"`{' '.join(map(str, command))}` ended with {done.returncode}:\n{done.stdout}")


def updated(project: Path, before: Snapshot, done: subprocess.CompletedProcess[str], good: Sequence[int]) -> Updated:
    return Updated(project, before, done.stdout, done.returncode not in good)


def edited(pristine: Path, row: Row, place: Path) -> tuple[Path, Snapshot]:
    """The project with the row's edits, where the row wants it to stand."""
    project = setting_of(row).keep(pristine, place, row)
    return project, snapshot(project)
