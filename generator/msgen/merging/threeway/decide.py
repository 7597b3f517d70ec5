"""What becomes of one generated file, from its three versions and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from msgen.merging.change_set import Action, Change, Stages
from msgen.merging.destination import Existing
from msgen.merging.journal.writes import Write
from msgen.merging.text import Labels, Merged, is_binary, merge_text
from msgen.merging.threeway.trio import Trio, Version
from msgen.rendering.tree import REGULAR, File

Conflicts = Literal["inline", "rej", "ours", "fail"]

SIDE = ".msgen-new"
REJECTED = ".rej"
_NOTHING = Version("", b"", REGULAR)


def decide(trio: Trio, conflicts: Conflicts) -> Change:
    """The change for one file. Never loses a line of yours: what does not fit is shown in it, or put beside it."""
    if trio.owner in ("ejected", "A"):
        return _never_changed(trio)
    if trio.yours is None:
        return _absent(trio)
    if trio.found is not None and trio.found.obstacle:
        return _obstructed(trio)
    if trio.theirs is None:
        return _no_longer_generated(trio, trio.yours)
    if trio.base is not None and not trio.is_edited:
        return _written(trio, trio.theirs, "update")
    if trio.yours.says(trio.theirs):
        return _written(trio, trio.yours, "identical")
    unchanged = trio.base is not None and trio.theirs.says(trio.base)
    if unchanged:
        return _written(trio, trio.yours, "identical")
    if trio.owner == "H":
        return _seeded(trio, trio.yours)
    if any(side is not None and (side.is_link or is_binary(side.content)) for side in _sides(trio)):
        return _link_or_binary(trio, trio.yours, trio.theirs, conflicts)
    return _merged(trio, trio.yours, trio.theirs, conflicts)


def _never_changed(trio: Trio) -> Change:
    """Ejected, or append-only: what is recorded is never written again, whatever became of it."""
    if trio.yours is not None and trio.found is not None and not trio.found.obstacle:
        return _written(trio, trio.yours, "identical")
    if trio.owner == "A" and trio.base is None and trio.theirs is not None:
        return _written(trio, trio.theirs, "create")
    return Change(trio.after((trio.theirs or trio.base or _NOTHING).path), "identical", is_absent=True)


def _absent(trio: Trio) -> Change:
    if trio.theirs is None:
        return Change(trio.after((trio.base or _NOTHING).path), "identical", is_absent=True)
    if trio.base is None:
        return _written(trio, trio.theirs, "create")
    path = trio.after(trio.theirs.path)
    if trio.theirs.says(trio.base):
        return Change(path, "identical", is_absent=True)
    note = f"you deleted it; `msgen restore {path}` brings it back as it is now"
    return Change(path, "keep", note=note, is_absent=True)


def _obstructed(trio: Trio) -> Change:
    """A folder, or something else that is no file, has taken the place; nothing can be written there."""
    path = (trio.yours or _NOTHING).path
    obstacle = trio.found.obstacle if trio.found is not None else ""
    return Change(trio.before(path), "keep", note=f"`{obstacle}` is in its place", is_absent=True)


def _no_longer_generated(trio: Trio, yours: Version) -> Change:
    if trio.is_edited or trio.is_moved_by_a_person:
        return replace(
            _written(trio, yours, "keep"), note="no longer generated, but it has your edits", pending="orphan"
        )
    path = trio.before(yours.path)
    return Change(path, "delete", writes=(Write(path, trio.found, None),))


def _seeded(trio: Trio, yours: Version) -> Change:
    path = trio.after((trio.theirs or yours).path)
    note = f"yours since you edited it; `msgen diff --upstream {path}` shows what is new" if trio.base else "yours"
    return _written(trio, yours, "keep", note=note)


def _link_or_binary(trio: Trio, yours: Version, theirs: Version, conflicts: Conflicts) -> Change:
    base = trio.base
    if base is not None and yours.content == base.content and yours.is_link == base.is_link:
        return _written(trio, replace(theirs, mode=_mode(trio)), "update")
    if base is not None and yours.is_link and not base.is_link:
        return _written(trio, yours, "keep", note="you made it a symbolic link; msgen has a new version of the file")
    if base is not None and theirs.content == base.content and theirs.is_link == base.is_link:
        return _written(trio, replace(yours, mode=_mode(trio)), "merge")
    if conflicts == "ours":
        return _written(trio, yours, "keep", note="yours, as asked for")
    kept = _written(trio, yours, "conflict")
    side = f"{kept.path}{SIDE}"
    return replace(
        kept,
        note=f"yours stays, the new one is `{side}`",
        clashes=1,
        pending="side file",
        side=side,
        writes=(*kept.writes, Write(side, None, File(theirs.content, theirs.mode, "G"))),
    )


def _merged(trio: Trio, yours: Version, theirs: Version, conflicts: Conflicts) -> Change:
    base = trio.base.content if trio.base else b""
    merged = merge_text(base, yours.content, theirs.content, path=theirs.path, anchors=trio.anchors)
    if merged.clashes:
        change = _clashing(trio, merged, conflicts)
    else:
        change = _written(trio, _result(trio, merged.content), "merge")
    return replace(change, hunks=merged.applied, how=merged.how)


def _clashing(trio: Trio, merged: Merged, conflicts: Conflicts) -> Change:
    if conflicts == "ours":
        return _written(trio, _result(trio, merged.ours()), "keep", note="yours, as asked for")
    if conflicts == "rej":
        change = _written(trio, _result(trio, merged.ours()), "conflict")
        side = f"{change.path}{REJECTED}"
        rejected = File(merged.rejects(change.path), REGULAR, "G")
        return replace(
            change,
            note=f"what did not fit is in `{side}`",
            clashes=merged.clashes,
            pending="side file",
            side=side,
            writes=(*change.writes, Write(side, None, rejected)),
        )
    shown = _result(trio, merged.inline(Labels("yours", trio.label)))
    return replace(
        _written(trio, shown, "conflict"),
        clashes=merged.clashes,
        pending="conflict",
        stages=Stages(*map(_plain, _sides(trio))),
    )


def _result(trio: Trio, content: bytes) -> Version:
    return Version((trio.yours or _NOTHING).path, content, _mode(trio))


def _mode(trio: Trio) -> int:
    """A mode that a person set stays; else it is that of the new version."""
    base, yours, theirs = (side or _NOTHING for side in _sides(trio))
    return theirs.mode if trio.base is None or yours.mode == base.mode else yours.mode


def _sides(trio: Trio) -> tuple[Version | None, Version | None, Version | None]:
    return trio.base, trio.yours, trio.theirs


def _written(trio: Trio, result: Version, action: Action, *, note: str = "") -> Change:
    """`result` where the file belongs now: where a person put it, else where msgen generates it.

    What stands there already is not written; what only follows its object to another path is an `update`.
    """
    change = _placed(trio, result, action, note)
    is_of_people = trio.owner in ("H", "ejected") and trio.is_edited
    return replace(change, renamed=trio.renamed) if is_of_people and change.writes else change


def _placed(trio: Trio, result: Version, action: Action, note: str) -> Change:
    path = trio.after(_target(trio))
    after = File(result.content, result.mode, "G" if trio.owner == "ejected" else trio.owner)
    if trio.yours is None:
        return Change(path, action, note=note, writes=(Write(path, trio.in_the_way or trio.found, after),))
    source = trio.before(trio.yours.path)
    if source != path:
        moves = (Write(path, trio.in_the_way, after, source), Write(source, trio.found, None))
        return Change(path, "update" if action == "identical" else action, note=note, moved_from=source, writes=moves)
    if trio.found is not None and trio.found.equals(after):
        return Change(path, action if action in ("keep", "conflict") else "identical", note=note)
    return Change(
        path, "update" if action == "identical" else action, note=note, writes=(Write(path, trio.found, after),)
    )


def _plain(side: Version | None) -> Existing | None:
    return None if side is None else Existing(side.content, side.mode)


def _target(trio: Trio) -> str:
    if trio.yours is not None and (trio.stays or trio.theirs is None):
        return trio.yours.path
    return (trio.theirs or trio.yours or _NOTHING).path
