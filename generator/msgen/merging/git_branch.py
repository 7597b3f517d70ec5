"""A new branch of a git repository with exactly some files of the working tree in its one new commit."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 300


class GitRefuses(Exception):
    """git cannot do it; the text says why, in git's own words."""


@dataclass(frozen=True, slots=True)
class GitRepository:
    """Paths are relative to its root."""

    root: Path

    def require_new_branch(self, name: str) -> None:
        """Raises `GitRefuses` where the name is no name of a branch, is taken, or nobody could be named as author."""
        self._git("check-ref-format", "--branch", name)
        if self._succeeds("show-ref", "--verify", "--quiet", f"refs/heads/{name}"):
            raise GitRefuses(f"there is a branch `{name}` already")
        self._git("var", "GIT_COMMITTER_IDENT")

    def uncommitted(self) -> frozenset[str]:
        """The paths with edits that are in no commit, those that git does not track among them."""
        listed = self._git("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
        return frozenset(entry[3:] for entry in os.fsdecode(listed).split("\0")[:-1])

    def ignored(self, paths: Collection[str]) -> frozenset[str]:
        """Those that git ignores and does not track."""
        tracked = frozenset(os.fsdecode(self._git("ls-files", "-z")).split("\0")[:-1])
        new = frozenset(paths) - tracked
        done = self._run(["check-ignore", "--no-index", "-z", "--stdin"], feed=_listed(new))
        return frozenset(os.fsdecode(done.stdout).split("\0")[:-1])

    def commit_to_new_branch(self, name: str, paths: Collection[str], message: str) -> str:
        """Commit the paths as they stand, go to the branch and return the commit. All other edits stay as they are.

        Hooks do not run: they may change files, and the commit holds what was written.
        """
        head = ["-p", "HEAD"] if self._succeeds("rev-parse", "--verify", "--quiet", "HEAD") else []
        with tempfile.TemporaryDirectory() as folder:
            index = Path(folder, "index")
            if head:
                self._git("read-tree", "HEAD", index=index)
            self._take(paths, index)
            tree = self._git("write-tree", index=index).decode().strip()
        commit = self._git("commit-tree", tree, *head, "-F", "-", feed=message.encode()).decode().strip()
        self._git("update-ref", f"refs/heads/{name}", commit)
        self._git("symbolic-ref", "HEAD", f"refs/heads/{name}")
        self._take(paths, None)
        return commit

    def _take(self, paths: Collection[str], index: Path | None) -> None:
        self._git("update-index", "--add", "--remove", "--replace", "-z", "--stdin", feed=_listed(paths), index=index)

    def _succeeds(self, *arguments: str) -> bool:
        return self._run(arguments).returncode == 0

    def _git(self, *arguments: str, feed: bytes = b"", index: Path | None = None) -> bytes:
        done = self._run(arguments, feed=feed, index=index)
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip()
            raise GitRefuses(said.removeprefix("fatal: ") or f"`git {arguments[0]}` failed")
        return done.stdout

    def _run(
        self, arguments: Sequence[str], *, feed: bytes = b"", index: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        own = {name: value for name, value in os.environ.items() if not _decides_where(name)}
        if index is not None:
            own["GIT_INDEX_FILE"] = str(index)
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.root, input=feed, env=own, capture_output=True, timeout=_SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitRefuses(f"git cannot be run: {error}") from error


def _decides_where(variable: str) -> bool:
    """Those of git's variables that would lead it to another repository; who commits may stand in others."""
    return variable.startswith("GIT_") and not variable.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG"))


def _listed(paths: Collection[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in sorted(paths))
