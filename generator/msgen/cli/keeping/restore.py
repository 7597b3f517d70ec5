"""`msgen restore`: generated files that somebody deleted."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from msgen.cli.keeping.files import Recorded, recorded_files
from msgen.cli.keeping.selection import Selection, select_to_write
from msgen.cli.keeping.writing import WAY_BACK, carry_out, tell
from msgen.cli.output import say
from msgen.cli.usage import UsageError
from msgen.merging.journal.writes import Write


def restore(paths: Sequence[Path]) -> None:
    selection = select_to_write(paths)
    files = recorded_files(selection, complaint="msgen did not generate `{path}`")
    for file in files:
        if file.recorded_path in selection.paths or file.path in selection.paths:
            _require_restorable(selection, file)
    deleted = [each for each in files if _is_deleted(each) and _is_in_pack(each)]
    if not deleted:
        say("nothing to do: nothing of it is deleted")
        return
    carry_out(selection.system, "restore", [_back(each) for each in deleted])
    tell([f"{selection.shown(file.recorded_path)}: here again, as it was generated last" for file in deleted])
    say(WAY_BACK)


def _is_deleted(file: Recorded) -> bool:
    return file.found is None


def _is_in_pack(file: Recorded) -> bool:
    return file.entry.path in file.repository.base


def _back(file: Recorded) -> Write:
    return Write(file.recorded_path, None, file.repository.base[file.entry.path])


def _require_restorable(selection: Selection, file: Recorded) -> None:
    shown, found = selection.shown(file.recorded_path), file.found
    if found is not None and file.is_moved:
        now = selection.shown(file.path)
        move = shlex.join(("mv", now, shown))
        raise UsageError(f"`{shown}` is not deleted: it stands at `{now}`", f"move it back with `{move}`")
    if found is not None and found.obstacle:
        obstacle = selection.shown(file.repository.new(found.obstacle))
        raise UsageError(f"`{shown}` cannot be written: `{obstacle}` is in its place", "move that away first")
    if found is None and file.entry.owner == "ejected":
        raise UsageError(f"`{shown}` is ejected, so msgen keeps nothing of it", f"`msgen adopt {shown}` comes first")
    if found is None and not _is_in_pack(file):
        raise UsageError(f"msgen keeps no copy of `{shown}`, which it wrote once", "bring it back from git")
