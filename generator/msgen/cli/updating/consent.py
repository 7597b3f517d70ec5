"""Asks before an update changes what a person has edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgen.cli.asking.chosen import can_ask, chosen_asker
from msgen.cli.asking.question import Question
from msgen.cli.output import say
from msgen.cli.updating.records import below
from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.update import Update
from msgen.merging.change_set import Change
from msgen.merging.report import counts_line, line


def is_wanted(update: Update, renewal: Renewal) -> bool:
    """What a person at the terminal says to it; without a terminal, or where no edit is affected, it is."""
    affected = affected_edits(update, renewal) if can_ask() else ()
    if not affected:
        return True
    for change in affected:
        say(line(change))
    say(counts_line(update.changes.counts))
    return chosen_asker(yes=False).ask(_question(len(affected)), progress="Update") is True


def affected_edits(update: Update, renewal: Renewal) -> tuple[Change, ...]:
    """Changes that write where something else stands than msgen has written."""
    recorded = dict(_recorded(renewal))
    return tuple(change for change in update.changes.changes if _affects_an_edit(change, recorded))


def _affects_an_edit(change: Change, recorded: dict[str, str]) -> bool:
    if change.action in ("merge", "conflict"):
        return True
    standing = ((write.path, write.before) for write in change.writes if write.before is not None)
    return any(hashlib.sha256(before.content).hexdigest() != recorded.get(path) for path, before in standing)


def _recorded(renewal: Renewal) -> Iterator[tuple[str, str]]:
    """Where each file that msgen has written stands, and the hash that it had."""
    system = renewal.system
    for name, lock in renewal.locks.items():
        folder = system.folders[name] if name else system.home
        yield from ((below(folder, file.at or file.path), file.sha256) for file in lock.files)


def _question(count: int) -> Question:
    files = "1 file that has edits" if count == 1 else f"{count} files that have edits"
    return Question(
        name="update",
        text=f"Write this? It changes {files}",
        help="Every edit stays; `msgen undo` goes back.",
        why="Your lines are merged with what is new. Where both changed the same ones, both stand in the file and it\n"
        "waits for `msgen resolve`. `msgen update --diff` shows each line and writes nothing.",
        kind="yes_no",
        default=True,
        option="--yes",
    )
