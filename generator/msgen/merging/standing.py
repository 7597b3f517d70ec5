"""What stands in the folder of a repository, before anything is decided."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pathspec import GitIgnoreSpec

from msgen.merging.destination import Existing, read
from msgen.merging.threeway.repository import Standing

_NEVER = frozenset({".git", ".hg", ".svn", ".msgen", ".local"})
_CACHES = (
    "__pycache__/", ".venv/", "node_modules/", ".mypy_cache/", ".ruff_cache/", ".pytest_cache/", ".hypothesis/"
)  # fmt: skip
"""What tools make again: left where it is, also where no `.gitignore` says so, for much of it works nowhere else."""
_UNTOLD = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"})
"""Caches that nobody misses."""
_IGNORE = ".gitignore"


def standing(
    destination: Path, folder: str, known: Collection[str], *, others_of: Collection[str] | None, whole: bool = False
) -> Standing:
    """What is at the `known` paths, and at all others where they are asked for.

    `others_of` has the folders below `folder` that belong to other repositories; `None`: others are not asked for.
    Repositories in it and submodules are left out. With `whole`, what is ignored counts as any other file, but for
    what tools make again.
    """
    root = destination / folder if folder else destination
    files = read(root, known)
    if others_of is None:
        return Standing(files, read=partial(_read_one, root))
    walk = _Walk(root, frozenset(files), frozenset(others_of), None if whole else _rules_above(destination, folder))
    walk.run()
    return Standing(files, tuple(sorted(walk.others)), tuple(sorted(walk.staying)), partial(_read_one, root))


def _read_one(root: Path, path: str) -> Existing | None:
    return read(root, [path]).get(path)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The lines of one `.gitignore`, and where it stands as seen from the folder that is walked."""

    spec: GitIgnoreSpec
    above: str = ""
    """What comes before a path of the walk, where the rules stand above it."""
    below: str = ""
    """What a path of the walk begins with, where they stand in it."""

    def ignore(self, path: str) -> bool | None:
        """`None` where they say nothing about the path."""
        if not path.startswith(self.below):
            return None
        return self.spec.check_file(f"{self.above}{path.removeprefix(self.below)}").include


@dataclass(slots=True)
class _Walk:
    root: Path
    known: frozenset[str]
    foreign: frozenset[str]
    rules: list[_Rules] | None
    """Those of folders above; `None` where nothing is ignored."""
    others: list[str] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)

    def run(self) -> None:
        for folder, folders, files in os.walk(self.root):
            below = os.path.relpath(folder, self.root).replace(os.sep, "/")
            prefix = "" if below == "." else f"{below}/"
            if self.rules is not None and _IGNORE in files:
                self.rules.append(_Rules(_spec(Path(folder, _IGNORE)), below=prefix))
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            folders[:] = [name for name in folders if name not in links and self._enters(folder, name, prefix)]
            for name in (*files, *links):
                path = f"{prefix}{name}"
                if path not in self.known and (name == ".git" or name not in _NEVER):
                    stays = name == ".git" or self._ignored(path)
                    (self.staying if stays else self.others).append(path)

    def _enters(self, folder: str, name: str, prefix: str) -> bool:
        """It is neither version control's, nor msgen's, nor another repository, nor ignored."""
        path = f"{prefix}{name}"
        if path in self.foreign or (name in _NEVER and name != ".git"):
            return False
        if name == ".git" or os.path.lexists(os.path.join(folder, name, ".git")) or self._ignored(f"{path}/"):
            if name not in _UNTOLD:
                self.staying.append(path)
            return False
        return True

    def _ignored(self, path: str) -> bool:
        """The rules that stand nearest decide."""
        if _TOOLS.match_file(path):
            return True
        said = (rules.ignore(path) for rules in reversed(self.rules or ()))
        return next((ignored for ignored in said if ignored is not None), False)


_TOOLS = GitIgnoreSpec.from_lines(_CACHES)


def _rules_above(destination: Path, folder: str) -> list[_Rules]:
    """The rules of the folders between the destination and the folder, itself left out."""
    parts = folder.split("/") if folder else []
    found = []
    for number in range(len(parts)):
        path = destination.joinpath(*parts[:number], _IGNORE)
        if path.is_file():
            found.append(_Rules(_spec(path), above=f"{'/'.join(parts[number:])}/"))
    return found


def _spec(path: Path) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(path.read_text("utf-8", errors="replace").splitlines())
    except OSError:
        return GitIgnoreSpec.from_lines(())
