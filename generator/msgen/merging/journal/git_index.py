"""The index of a git repository, read and written by git itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 60
"""A filter of the repository may hang."""

Entries = Mapping[str, Sequence[str]]
"""For each path what the index says of it, as `mode object stage`: one line, or several in a conflict."""


@dataclass(frozen=True, slots=True)
class GitIndex:
    """All paths are relative to the root of the repository. Whatever fails raises an `OSError` or `SubprocessError`."""

    root: Path

    def entries(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """The entries of those paths that are tracked."""
        found: dict[str, list[str]] = {}
        for line in os.fsdecode(self._git("ls-files", "--stage", "-z", "--", *paths)).split("\0")[:-1]:
            entry, _, path = line.partition("\t")
            found.setdefault(path, []).append(entry)
        return found

    def committed(self, paths: Iterable[str]) -> dict[str, str]:
        """The entries that the last commit has of those paths."""
        listed = os.fsdecode(self._git("ls-tree", "-r", "-z", "HEAD", "--", *paths)).split("\0")[:-1]
        found = (line.partition("\t") for line in listed)
        return {path: f"{mode} {name} 0" for entry, _, path in found for mode, _kind, name in [entry.split()]}

    def replace(self, entries: Entries) -> None:
        """Put entries in the place of all that the index has for their paths."""
        lines = [line for path, each in entries.items() for line in _replacing(path, each)]
        self._git("update-index", "-z", "--index-info", feed=os.fsencode("".join(f"{line}\0" for line in lines)))

    def store(self, content: bytes, *, like: str = "") -> str:
        """Keep a content, as git would that of the path `like`; returns its object."""
        how = [f"--path={like}"] if like else ["--no-filters"]
        return self._git("hash-object", "-w", "--stdin", *how, feed=content).decode().strip()

    def _git(self, *arguments: str, feed: bytes = b"") -> bytes:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", "--literal-pathspecs", *arguments],
            cwd=self.root, input=feed, env=own, capture_output=True, check=True, timeout=_SECONDS,
        )  # fmt: skip
        return done.stdout


def repository_of(path: Path) -> Path | None:
    """The root of the repository that a file would be tracked in; of a worktree, `.git` is a file."""
    return next((folder for folder in path.parents if os.path.lexists(folder / ".git")), None)


def _replacing(path: str, entries: Sequence[str]) -> list[str]:
    nothing = "0" * len(entries[0].split()[1])
    return [f"0 {nothing}\t{path}", *(f"{entry}\t{path}" for entry in entries)]
