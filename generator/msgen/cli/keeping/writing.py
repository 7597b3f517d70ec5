"""Writing what a command has decided, so that `msgen undo` can take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgen.cli.keeping.selection import waiting
from msgen.cli.output import say
from msgen.merging.apply import apply
from msgen.merging.change_set import ChangeSet
from msgen.merging.journal.writes import Write
from msgen.merging.recorded import RecordedSystem

WAY_BACK = "`msgen undo` takes it back"
_SHOWN = 10


def carry_out(system: RecordedSystem, command: str, writes: Iterable[Write]) -> None:
    changes = ChangeSet((), tuple(writes))
    apply(changes, system.destination, command=command, home=system.home, waiting=waiting)


def tell(lines: Sequence[str]) -> None:
    """A line for each file, and of many only how many more there are."""
    for line in lines[:_SHOWN]:
        say(line)
    if len(lines) > _SHOWN:
        say(f"... and {len(lines) - _SHOWN} more")
