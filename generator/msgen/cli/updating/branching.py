"""`--branch`: what an update writes is committed to a new branch of each git repository that changes."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import Struct

from msgen.cli.usage import UsageError
from msgen.merging.errors import MergingError
from msgen.merging.git_branch import GitRefuses, GitRepository
from msgen.merging.journal.git_index import repository_of


class BranchRefused(MergingError):
    exit_code = 3


class Commit(Struct, frozen=True):
    root: Path
    """The folder of the git repository."""
    branch: str
    commit: str
    files: int
    left: tuple[str, ...]
    """Paths below the destination that had edits in no commit, and are in none now."""


class _Share(Struct, frozen=True):
    """What one git repository gets of the update."""

    git: GitRepository
    paths: dict[str, str]
    """Relative to its root, with the paths below the destination."""
    edited: frozenset[str]
    """Those of them that had uncommitted edits before."""


class Branch(Struct, frozen=True):
    name: str
    shares: tuple[_Share, ...]

    @classmethod
    def prepared(cls, name: str, destination: Path, paths: Collection[str]) -> Branch:
        """Find the git repositories of the paths, before anything is written, and whether each can have the branch."""
        found: dict[Path, dict[str, str]] = defaultdict(dict)
        outside = []
        for path in paths:
            whole = (destination / path).absolute()
            root = repository_of(whole)
            if root is None:
                outside.append(path)
            else:
                found[root][os.path.relpath(whole, root)] = path
        if outside:
            raise UsageError(
                f"`{destination / sorted(outside)[0]}` is in no git repository, so there is nothing to branch",
                "run `git init` there and commit first, or leave `--branch` out",
            )
        return cls(name, tuple(_share(name, root, found[root]) for root in sorted(found)))

    def commit(self, message: Callable[[Collection[str]], str]) -> tuple[Commit, ...]:
        """After everything is written; `message` is asked with the paths below the destination of each commit."""
        return tuple(commit for share in self.shares if (commit := self._committed(share, message)) is not None)

    def _committed(self, share: _Share, message: Callable[[Collection[str]], str]) -> Commit | None:
        try:
            wanted = share.paths.keys() - share.edited - share.git.ignored(share.paths)
            if not wanted:
                return None
            text = message([share.paths[path] for path in wanted])
            commit = share.git.commit_to_new_branch(self.name, wanted, text)
        except GitRefuses as error:
            raise _refused(self.name, share.git.root, error, "the files are written, and not committed") from error
        left = tuple(sorted(share.paths[path] for path in share.edited))
        return Commit(_short(share.git.root), self.name, commit, len(wanted), left)


def _share(name: str, root: Path, paths: dict[str, str]) -> _Share:
    git = GitRepository(root)
    try:
        git.require_new_branch(name)
        return _Share(git, paths, git.uncommitted() & paths.keys())
    except GitRefuses as error:
        raise _refused(name, root, error, "nothing was written") from error


def _refused(name: str, root: Path, error: GitRefuses, outcome: str) -> BranchRefused:
    return BranchRefused(
        f"git cannot make the branch `{name}` in `{_short(root)}`; {outcome}: {error}\n"
        "hint: choose another name, or mend what git complains about"
    )


def _short(root: Path) -> Path:
    relative = os.path.relpath(root)
    return root if relative.startswith("..") else Path(relative)
