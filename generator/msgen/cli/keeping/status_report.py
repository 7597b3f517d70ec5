"""The states of files as `msgen status --json` prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from msgen.merging.keeping.states import STATES, FileState, State


class PrintedState(Struct, frozen=True, omit_defaults=True):
    service: str | None
    """`null` for the system's own files, and for a repository that stands alone."""
    path: str
    state: State
    moved_from: str | None = field(default=None, name="from")
    note: str = ""


class StatusReport(Struct, frozen=True):
    """What `msgen status --json` prints."""

    schema_version: Literal[1]
    counts: dict[State, int]
    files: tuple[PrintedState, ...]


def status_report(found: Mapping[str, Sequence[FileState]], *, all_: bool) -> StatusReport:
    """Foreign files are counted, and listed only where all are asked for."""
    listed = (
        PrintedState(name or None, file.path, file.state, file.moved_from or None, file.note)
        for name, files in found.items()
        for file in files
        if all_ or file.state != "foreign"
    )
    return StatusReport(1, counted([file for files in found.values() for file in files]), tuple(listed))


def counted(files: Sequence[FileState]) -> dict[State, int]:
    """How many there are of each state that there is."""
    counts = Counter(file.state for file in files)
    return {state: counts[state] for state in STATES if counts[state]}
