"""Writing what a command has decided, so that `msgen undo` can take it back."""

from __future__ import annotations

from collections.abc import Iterable

from msgen.cli.keeping.selection import waiting
from msgen.merging.apply import apply
from msgen.merging.change_set import ChangeSet
from msgen.merging.journal.writes import Write
from msgen.merging.recorded import RecordedSystem

WAY_BACK = "`msgen undo` takes it back"


def carry_out(system: RecordedSystem, command: str, writes: Iterable[Write]) -> None:
    changes = ChangeSet((), tuple(writes))
    apply(changes, system.destination, command=command, home=system.home, waiting=waiting)
