"""What became of a person's edit and of the template's change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engines.engine import Updated
from situations.claims import Snapshot, snapshot
from situations.rows import Row
from situations.running import pending, stages

Word = Literal["K", "X", "LOST", "drop", "ERR"]

_OPENING = re.compile(rb"^<{7} ", re.M)
_SIDE_FILES = (".rej", ".msgen-new")


@dataclass(frozen=True, slots=True)
class Verdict:
    word: Word
    remark: str = ""
    """What the engine said, where it failed."""


def verdict(row: Row, update: Updated, pristine: Snapshot) -> Verdict:
    """K: kept and merged. X: a conflict is shown, nothing is lost. LOST: the edit is gone, and the run ended well.
    drop: the template's change is absent and nobody said so. ERR: refused or crashed."""
    if update.has_failed:
        return Verdict("ERR", _last_line(update.said))
    after, staged = snapshot(update.project), list(_staged(update.project))
    is_shown = bool(staged or pending(update.project) or _has_new_signs(update.before, after))
    if not row.mine(after) and not (is_shown and _survives(pristine, update.before, [*_contents(after), *staged])):
        return Verdict("LOST")
    if is_shown:
        return Verdict("X")
    return Verdict("K") if row.brings(after) else Verdict("drop")


def _has_new_signs(before: Snapshot, after: Snapshot) -> bool:
    """Regions between markers, or files beside the others, that were not there before."""
    return any(
        (path not in before and path.endswith(_SIDE_FILES))
        or len(_OPENING.findall(entry.content)) > (len(_OPENING.findall(before[path].content)) if path in before else 0)
        for path, entry in after.items()
    )


def _survives(pristine: Snapshot, before: Snapshot, places: Iterable[bytes]) -> bool:
    """Each line that a person wrote is in one of the places."""
    generated = {line for content in _contents(pristine) for line in content.splitlines()}
    there = {line for content in places for line in content.splitlines()}
    return all(line in generated | there for content in _contents(before) for line in content.splitlines())


def _contents(found: Snapshot) -> Iterator[bytes]:
    return (entry.content for entry in found.values())


def _staged(project: Path) -> Iterator[bytes]:
    """What git's index holds of files in conflict."""
    if any((folder / ".git").exists() for folder in (project, *project.parents)):
        for of_file in stages(project).values():
            yield from of_file.values()


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "without a word"
