"""One generated file in its three versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgen.merging.destination import Existing
from msgen.merging.text import Anchor
from msgen.rendering.tree import SYMLINK

Class = Literal["G", "H", "A", "ejected"]


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one of the sides has it."""

    path: str
    """Relative to the folder of its repository."""
    content: bytes
    mode: int

    @property
    def is_link(self) -> bool:
        return self.mode == SYMLINK

    def says(self, other: Version) -> bool:
        """The same content in the same mode, wherever the two stand."""
        return (self.mode, self.content) == (other.mode, other.content)


@dataclass(frozen=True, slots=True)
class Trio:
    """The versions of one file; at least one of `base` and `theirs` is there."""

    owner: Class
    base: Version | None
    """As msgen wrote it last."""
    yours: Version | None
    """As it stands, with the declared renames already in it."""
    theirs: Version | None
    """As msgen would write it now."""
    found: Existing | None = None
    """What stands at the path of `yours`, before any rename."""
    in_the_way: Existing | None = None
    """What stands at the path of `theirs` where that is another path."""
    label: str = "blueprint"
    """How a conflict calls `theirs`."""
    anchors: tuple[Anchor, ...] = ()
    """Where a person and the blueprint may both append."""
    was_at: str = ""
    """The folder of the repository until now, below the destination."""
    at: str = ""
    """Its folder from now on."""
    renamed: tuple[int, ...] = ()
    """The lines of `yours` in which a declared rename has changed a name."""
    follows_renames: bool = False
    """Renames are declared, and what belongs to people goes along with them."""

    @property
    def is_edited(self) -> bool:
        return self.yours is not None and (self.base is None or not self.yours.says(self.base))

    @property
    def is_moved_by_a_person(self) -> bool:
        return self.yours is not None and self.base is not None and self.yours.path != self.base.path

    @property
    def stays(self) -> bool:
        """It belongs where it stands, wherever it is generated now."""
        is_theirs = self.owner == "ejected" and not self.follows_renames
        return self.yours is not None and (self.is_moved_by_a_person or is_theirs)

    def before(self, path: str) -> str:
        """Where `path` stands until now, below the destination."""
        return _below(self.was_at, path)

    def after(self, path: str) -> str:
        """Where `path` stands from now on, below the destination."""
        return _below(self.at, path)


def _below(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path
