"""Where the project stands while it is updated: six ways of keeping it, and what each cannot hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from situations.edits import git
from situations.rows import Row

IGNORED_FILE = "local.env"
"""A generated file that `.gitignore` names, so that no commit has it."""


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    keep: Callable[[Path, Path, Row], Path]
    """Puts a copy of the project below a folder, edited as the row says; gives the project's folder."""
    cannot_hold: dict[int, str]
    """By the row's number: why this setting has no such situation."""
    has_git: bool = True
    has_ignored_files: bool = True
    """Files that no commit has come along."""


def without_git(pristine: Path, folder: Path, row: Row) -> Path:
    project = _copied(pristine, folder / "shop")
    row.edit(project)
    return project


def at_the_root(pristine: Path, folder: Path, row: Row) -> Path:
    project = _copied(pristine, folder / "shop")
    _commit_all_in_new_repository(project)
    _edit(project, row)
    return project


def in_a_sub_directory(pristine: Path, folder: Path, row: Row) -> Path:
    project = _copied(pristine, folder / "everything" / "apps" / "shop")
    (folder / "everything" / "README.md").write_text("All our apps.\n", encoding="utf-8")
    _commit_all_in_new_repository(folder / "everything")
    _edit(project, row)
    return project


def in_a_worktree(pristine: Path, folder: Path, row: Row) -> Path:
    main = _copied(pristine, folder / "main")
    _commit_all_in_new_repository(main)
    git(main, "worktree", "add", "--quiet", "-b", "work", "../shop")
    _edit(folder / "shop", row)
    return folder / "shop"


def in_a_shallow_clone(pristine: Path, folder: Path, row: Row) -> Path:
    origin = _copied(pristine, folder / "origin")
    _commit_all_in_new_repository(origin)
    if row.committed:
        _edit(origin, row)
    project = folder / "shop"
    git(folder, "clone", "--quiet", "--depth", "1", origin.as_uri(), project.name)
    git(project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init")
    if _comes_with_no_commit(row):
        row.edit(project)
    return project


def after_a_squash_merge(pristine: Path, folder: Path, row: Row) -> Path:
    """The commits of generating and of editing are on no branch: only their sums are."""
    project = folder / "shop"
    project.mkdir()
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "Start")
    git(project, "switch", "--quiet", "--create", "generate")
    shutil.copytree(pristine, project, symlinks=True, dirs_exist_ok=True)
    _commit_all(project)
    _squash(project, "generate")
    if not row.committed:
        row.edit(project)
        return project
    git(project, "switch", "--quiet", "--create", "work")
    _edit(project, row)
    _squash(project, "work")
    return project


_NO_COMMITS = "without commits no edit is uncommitted"
_NOT_CHECKED_OUT = "an ignored file is in no commit, so it is not checked out"
_IN_A_SUB_DIRECTORY = "it is about a sub-directory"
_NOT_IN_GIT = "it is about a project outside git"

SETTINGS = (
    Setting(
        "no git",
        without_git,
        {
            28: _NO_COMMITS,
            29: _NO_COMMITS,
            30: _NO_COMMITS,
            41: "a submodule takes a repository around it",
            48: _IN_A_SUB_DIRECTORY,
        },
        has_git=False,
    ),
    Setting("git root", at_the_root, {47: _NOT_IN_GIT, 48: _IN_A_SUB_DIRECTORY}),
    Setting("sub-directory", in_a_sub_directory, {47: _NOT_IN_GIT}),
    Setting(
        "worktree",
        in_a_worktree,
        {26: _NOT_CHECKED_OUT, 47: _NOT_IN_GIT, 48: _IN_A_SUB_DIRECTORY},
        has_ignored_files=False,
    ),
    Setting(
        "shallow clone",
        in_a_shallow_clone,
        {
            26: _NOT_CHECKED_OUT,
            40: "a clone brings an empty folder in place of a repository that it knows no address of",
            47: _NOT_IN_GIT,
            48: _IN_A_SUB_DIRECTORY,
        },
        has_ignored_files=False,
    ),
    Setting("squash merge", after_a_squash_merge, {47: _NOT_IN_GIT, 48: _IN_A_SUB_DIRECTORY}),
)


def _copied(pristine: Path, project: Path) -> Path:
    return shutil.copytree(pristine, project, symlinks=True)


def _edit(project: Path, row: Row) -> None:
    row.edit(project)
    if row.committed:
        _commit_all(project)


def _comes_with_no_commit(row: Row) -> bool:
    return not row.committed or row.is_ignored


def _commit_all_in_new_repository(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    _commit_all(folder)


def _commit_all(project: Path) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "Some work")


def _squash(project: Path, branch: str) -> None:
    git(project, "switch", "--quiet", "main")
    git(project, "merge", "--quiet", "--squash", branch)
    git(project, "commit", "--quiet", "--allow-empty", "-m", "Some work, in one commit")
    git(project, "branch", "--quiet", "-D", branch)
