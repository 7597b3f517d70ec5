"""One repository with a record: as it was generated last, as it stands, as it would be generated now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgen.merging.destination import Existing
from msgen.merging.lock import Lock, LockedFile
from msgen.merging.renaming import NO_NAMES, Carried, PythonNames, RenamedLines, carry
from msgen.merging.text import Anchor
from msgen.rendering.tree import File, Tree


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a repository's folder; paths are relative to it."""

    files: Mapping[str, Existing]
    """What is at the paths that msgen knows, old and new."""
    others: tuple[str, ...] = ()
    """All other files, where they can matter: a generated file is missing, or the folder moves or goes."""
    ignored: tuple[str, ...] = ()
    """What stays where it is when the folder moves or goes: ignored files, folders of such, and other repositories."""
    read: Callable[[str], Existing | None] = lambda path: None
    """What is at any path."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Paths of its trees are relative to its folder."""

    name: str
    """The service; empty for the system's own."""
    was_at: str | None
    """Its folder below the destination until now; `None` for one that is new."""
    at: str | None
    """Its folder from now on; `None` for one that leaves the design."""
    lock: Lock | None
    base: Mapping[str, File]
    """What was generated last: the pack, with owners and ids of the lock."""
    theirs: Tree | None
    """What would be generated now, without the record; `None` where nothing that decides it has changed."""
    standing: Standing
    new_id: Callable[[str], str] | None = None
    """From the id of a file of `base` to the one that the same file has in `theirs`, where names were changed."""
    follows_renames: bool = False
    """The design renames something, and what belongs to people goes along with it."""
    move_keys: Callable[[LockedFile, bytes], bytes] = lambda entry, content: content
    """A generated file, as it was or as people edited it, with its keys where the blueprint has put them."""
    lines: RenamedLines | None = None
    """Lines in which nothing differs but names that the design renames; `None` where it renames nothing."""
    names: PythonNames = NO_NAMES
    """What Python code can import here, and what that is called now."""
    is_left_alone: Callable[[str], bool] = lambda path: False
    """Whether people said of a path that msgen is to keep away from it."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """How a conflict calls each blueprint."""
    anchors: Mapping[str, tuple[Anchor, ...]] = field(default_factory=dict)
    """Where a person and each blueprint may both append."""

    def carry(self, path: str, content: bytes) -> Carried:
        """A Python file of this repository with the declared renames in it."""
        return carry(path, content, self.names)

    @property
    def moves(self) -> bool:
        """Its folder is another one from now on."""
        return None not in (self.was_at, self.at) and self.was_at != self.at

    @property
    def locked(self) -> Mapping[str, LockedFile]:
        return {entry.path: entry for entry in self.lock.files} if self.lock else {}

    def old(self, path: str) -> str:
        """Where a path of it is until now, below the destination."""
        return _below(self.was_at if self.was_at is not None else self.at, path)

    def new(self, path: str) -> str:
        """Where it is from now on."""
        return _below(self.at if self.at is not None else self.was_at, path)


def _below(folder: str | None, path: str) -> str:
    return f"{folder}/{path}" if folder else path
