"""Input files of a system that a command mends in place."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from msgen.merging.destination import Existing, read
from msgen.merging.errors import TargetChanged
from msgen.merging.journal.location import journal_of
from msgen.merging.journal.run import write
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import REGULAR, File


def write_fixes(folder: Path, changed: Mapping[str, tuple[bytes | None, bytes]], *, command: str) -> None:
    """Write what was decided on old contents, each given with the new one, where they still are what they were.

    A file without an old content is new.
    """
    journal = journal_of(folder)
    paths = {posixpath.join(journal.home, name): contents for name, contents in changed.items()}
    found = read(journal.destination, paths)
    modes = {path: found[path].mode if path in found else REGULAR for path in paths}
    writes = [
        Write(path, None if old is None else Existing(old, modes[path]), File(new, modes[path], "I"))
        for path, (old, new) in paths.items()
    ]
    left = write(journal.destination, writes, home=journal.home, command=command)
    if left:
        raise TargetChanged(left, others_written=True)
