"""Where the pack of a record may be when it is not in its place: what git keeps under the same name."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgen.merging.journal.git_index import repository_of

_SECONDS = 60


def kept_by_git(path: Path) -> Iterator[bytes]:
    """Every content that the path has, or had, in git: in the sides of a conflict first, then from the newest back."""
    whole = path.absolute()
    root = repository_of(whole)
    if root is None:
        return
    name = os.path.relpath(whole, root)
    seen: set[str] = set()
    for found in (_staged(root, name), _committed(root, name)):
        for blob in found:
            if blob not in seen:
                seen.add(blob)
                yield _git(root, "cat-file", "blob", blob)


def _staged(root: Path, name: str) -> Iterator[str]:
    for line in _git(root, "ls-files", "--stage", "-z", "--", name).decode().split("\0")[:-1]:
        yield line.split()[1]


def _committed(root: Path, name: str) -> Iterator[str]:
    """Also of other branches: a merge may have taken the lock of one and the pack of the other."""
    raw = _git(
        root, "log", "--all", "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "--", name
    )
    for line in raw.decode(errors="replace").splitlines():
        old, new = line.split()[2:4]
        yield from (blob for blob in (new, old) if blob.strip("0"))


def _git(root: Path, *arguments: str) -> bytes:
    """Nothing where git fails, or is not there: then there is nothing to be found."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", *arguments], cwd=root, env=own, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
