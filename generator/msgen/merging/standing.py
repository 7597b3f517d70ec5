"""What stands in the folder of a repository, before anything is decided."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path

from pathspec import GitIgnoreSpec

from msgen.merging.destination import Existing, read
from msgen.merging.threeway.repository import Standing

_NEVER = frozenset({".git", ".hg", ".svn", ".msgen", ".local"})
_CACHES = ("__pycache__/", ".venv/", "node_modules/", ".mypy_cache/", ".ruff_cache/", ".pytest_cache/", ".hypothesis/")
"""What tools make again: left where it is, also where no `.gitignore` says so."""


def standing(destination: Path, folder: str, known: Collection[str], *, others_of: Collection[str] | None) -> Standing:
    """What is at the `known` paths, and at all others where they are asked for.

    `others_of` has the folders below `folder` that belong to other repositories; `None`: others are not asked for.
    Repositories in it and submodules are left out.
    """
    root = destination / folder if folder else destination
    files = read(root, known)
    others, ignored = ((), ()) if others_of is None else _walk(root, frozenset(files), frozenset(others_of))
    return Standing(files, others, ignored, partial(_read_one, root))


def _read_one(root: Path, path: str) -> Existing | None:
    return read(root, [path]).get(path)


def _walk(root: Path, known: frozenset[str], foreign: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ignores = _ignores(root)
    others: list[str] = []
    ignored: list[str] = []
    for folder, folders, files in os.walk(root):
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if below == "." else f"{below}/"
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        kept = [name for name in folders if name not in links and _is_own(folder, name, prefix, foreign)]
        skipped = [name for name in kept if ignores.match_file(f"{prefix}{name}/")]
        ignored += [f"{prefix}{name}" for name in skipped]
        folders[:] = [name for name in kept if name not in skipped]
        for name in (*files, *links):
            path = f"{prefix}{name}"
            if path not in known:
                (ignored if ignores.match_file(path) else others).append(path)
    return tuple(sorted(others)), tuple(sorted(ignored))


def _is_own(folder: str, name: str, prefix: str, foreign: frozenset[str]) -> bool:
    """It is neither version control's, nor msgen's, nor another repository."""
    if name in _NEVER or f"{prefix}{name}" in foreign:
        return False
    return not os.path.lexists(os.path.join(folder, name, ".git"))


def _ignores(root: Path) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([*_CACHES, *_ignore_lines(root)])


def _ignore_lines(root: Path) -> Iterator[str]:
    try:
        yield from (root / ".gitignore").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
