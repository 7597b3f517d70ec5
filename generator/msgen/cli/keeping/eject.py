"""`msgen eject`: files that belong to people from now on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgen.cli.keeping.files import Recorded, by_repository, recorded_files
from msgen.cli.keeping.selection import Selection, select_to_write
from msgen.cli.keeping.writing import WAY_BACK, carry_out, tell
from msgen.cli.output import say
from msgen.cli.usage import UsageError
from msgen.merging.journal.writes import RECORD
from msgen.merging.keeping.recording import ejected
from msgen.merging.threeway.pending import open_entries


def eject(paths: Sequence[Path]) -> None:
    selection = select_to_write(paths)
    files = recorded_files(selection, complaint="msgen did not generate `{path}`: it is yours already")
    due = [each for each in files if each.entry.owner in ("G", "H") and not _is_of_the_record(each)]
    if not due:
        say(f"nothing to do: {_reason(selection, files)}")
        return
    _require_settled(selection, due)
    writes = [
        write
        for first, each in by_repository(due)
        for write in ejected(first.repository, first.lock, {file.entry.path for file in each})
    ]
    carry_out(selection.system, "eject", writes)
    tell([f"{selection.shown(file.path)}: yours from now on" for file in due])
    say(f"`msgen adopt` gives it back to msgen, {WAY_BACK}")


def _is_of_the_record(file: Recorded) -> bool:
    return file.entry.path.startswith(f"{RECORD}/")


def _reason(selection: Selection, files: Sequence[Recorded]) -> str:
    shown = selection.shown(files[0].path)
    if all(_is_of_the_record(each) for each in files):
        return f"`{RECORD}/` is msgen's own"
    if all(each.entry.owner == "ejected" for each in files):
        return f"`{shown}` is ejected already" if len(files) == 1 else "all of it is ejected already"
    return f"msgen wrote `{shown}` once and never changes it"


def _require_settled(selection: Selection, files: Sequence[Recorded]) -> None:
    waiting = {
        first.repository.new(entry.path)
        for first, _ in by_repository(list(files))
        for entry in open_entries(first.lock.pending, first.repository.standing.read)
    }
    for file in files:
        if file.path in waiting:
            shown = selection.shown(file.path)
            raise UsageError(f"`{shown}` waits for you since an update", f"settle it first: `msgen resolve {shown}`")
