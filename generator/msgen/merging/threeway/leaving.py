"""What becomes of one file of a repository that leaves the design."""

from __future__ import annotations

from msgen.merging.change_set import Change
from msgen.merging.journal.writes import Write
from msgen.merging.threeway.trio import Trio


def leaving(trio: Trio, *, purge: bool) -> Change:
    """It goes, unless a person has a part in it: then it stays and waits for them, or goes as well where they say so.

    Of the owners only `ejected` counts here: an append-only file that nobody touched is msgen's.
    """
    yours, found = trio.yours, trio.found
    if yours is None or found is None or found.obstacle:
        return Change(trio.before(trio.base.path if trio.base else ""), "identical", is_absent=True)
    path = trio.before(yours.path)
    is_theirs = trio.owner == "ejected" or trio.is_edited or trio.is_moved_by_a_person
    if not is_theirs or purge:
        note = "with its edits" if is_theirs else ""
        return Change(path, "delete", note=note, writes=(Write(path, found, None),))
    return Change(path, "keep", note="its service is gone, but it has your edits", pending="orphan")
