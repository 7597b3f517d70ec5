"""What an update does, repository by repository."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from msgen.cli.updating.renamed import RenamedLine, renamed_lines
from msgen.cli.updating.update import Update
from msgen.merging.change_set import Action, Change, counted
from msgen.merging.gone import Mention
from msgen.merging.threeway.dangling import Dangling


class Part(Struct, frozen=True):
    service: str
    """Empty for the system's own repository."""
    folder: str
    """Below the destination; empty for that itself."""
    changes: tuple[Change, ...]
    """Of its files that do not stay as they are."""
    identical: int
    """How many do."""
    pending: tuple[str, ...]
    mentions: tuple[Mention, ...]
    dangling: tuple[Dangling, ...]
    staying: tuple[str, ...]

    @property
    def counts(self) -> Mapping[Action, int]:
        return counted(self.changes, self.identical)

    @property
    def renamed(self) -> tuple[RenamedLine, ...]:
        return tuple(renamed_lines(self.changes))

    @property
    def migrations(self) -> tuple[str, ...]:
        """The files that were added for good: they are never changed afterwards."""
        return tuple(
            change.path
            for change in self.changes
            if change.action == "create" and any(write.after and write.after.owner == "A" for write in change.writes)
        )


def parts(update: Update) -> tuple[Part, ...]:
    """One for each repository that took part, the system's first."""
    folders = {**update.services, **update.removed}
    return tuple(_part(update, name, folders) for name in sorted(folders))


def _part(update: Update, name: str, folders: Mapping[str, str]) -> Part:
    def is_inside(path: str) -> bool:
        return repository_of(path, folders) == name

    return Part(
        name,
        folders[name],
        tuple(change for change in update.changes.changes if is_inside(change.path)),
        update.identical[name],
        tuple(path for path in update.pending if is_inside(path)),
        tuple(mention for mention in update.mentions if is_inside(mention.path)),
        tuple(line for line in update.dangling if is_inside(line.path)),
        tuple(path for path in update.staying if is_inside(path)),
    )


def repository_of(path: str, folders: Mapping[str, str]) -> str:
    """The name of the innermost of those folders around a path; empty where there is none."""
    around = [name for name, folder in folders.items() if not folder or path.startswith(f"{folder}/")]
    return max(around, key=lambda name: len(folders[name]), default="")
