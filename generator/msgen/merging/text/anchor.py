"""A place where both sides may append, as a blueprint declares it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Anchor:
    """What both sides add right after the line whose text is `line` stands there together, in files like `paths`."""

    paths: str
    line: str

    def concerns(self, path: str) -> bool:
        return fnmatchcase(path, self.paths)
