"""What `msgen new` does at each path where something may stand already."""

from __future__ import annotations

from collections.abc import Mapping

from msgen.merging.change_set import Action, Change, ChangeSet
from msgen.merging.destination import Existing
from msgen.merging.journal.writes import Write
from msgen.merging.ownership import stands_rightly
from msgen.rendering.tree import File, Tree


def merge(base: Tree, yours: Mapping[str, Existing], theirs: Tree, *, home: str = "") -> ChangeSet:
    """What becomes of each path of `theirs`.

    `base` is what was read as an input, `yours` what stands there now, `theirs` what msgen would write. Where both
    sides differ from the base, and where msgen never wrote, it is a conflict, and nothing is written at all.
    """
    return ChangeSet(tuple(_change(path, base.get(path), yours.get(path), file, home) for path, file in theirs.items()))


def _change(path: str, base: File | None, yours: Existing | None, theirs: File, home: str) -> Change:
    action = _action(path, base, yours, theirs, home)
    return Change(
        path,
        action,
        writes=(Write(path, yours, theirs),) if action in ("create", "update") else (),
        obstacle=yours.obstacle if yours is not None else "",
        is_input=theirs.owner == "I",
        blueprint=theirs.blueprint,
    )


def _action(path: str, base: File | None, yours: Existing | None, theirs: File, home: str) -> Action:
    if yours is None:
        return "create"
    if yours.equals(theirs):
        return "identical"
    if yours.obstacle:
        return "conflict"
    if _is_record(path) or (base and yours.equals(base)):
        return "update"
    if base and (base.mode, base.content) == (theirs.mode, theirs.content):
        return "keep"
    if theirs.owner != "I" and stands_rightly(path, yours, home=home):
        return "keep"
    return "conflict"


def _is_record(path: str) -> bool:
    """`.msgen/` is msgen's own folder: what it writes there replaces what was there."""
    return ".msgen" in path.split("/")
