"""A branch that holds what was generated and nothing else, merged by `git merge`."""

from __future__ import annotations

import shutil
from pathlib import Path

from situations.claims import snapshot
from situations.edits import git
from situations.project import DESCRIPTION, OTHER_DESCRIPTION
from situations.rows import Row, Update

from engines.copier_update import render, template_repository
from engines.engine import Engine, Updated, attempt, setting_of, updated

BRANCH = "pristine"


class PristineBranch(Engine):
    """Generated files are tracked whatever `.gitignore` says: on the branch one could not update them otherwise."""

    name = "git"
    title = "`git merge`"

    def __init__(self, folder: Path) -> None:
        template, variables = template_repository(folder / "template"), {"HOME": str(folder)}
        self._generated = folder
        for version in ("v1", "v2"):
            for number, description in enumerate((DESCRIPTION, OTHER_DESCRIPTION)):
                render(template, folder / f"{version}-{number}", version, description, variables)
        self.pristine = snapshot(folder / "v1-0")

    def update(self, row: Row, place: Path) -> Updated:
        setting = setting_of(row)
        repository = place / "repository"
        project = repository / "apps" / "shop" if setting.name == "sub-directory" else repository
        shutil.copytree(self._generated / "v1-0", project, symlinks=True)
        if setting.has_git:
            git(repository, "init", "--quiet")
            _commit(repository, force=True)
            git(repository, "branch", BRANCH)
        row.edit(project)
        if setting.has_git and row.committed:
            _commit(repository, force=False)
        before = snapshot(project)
        if setting.has_git:
            self._generate_on_the_branch(row.update, repository, project, place / "worktree")
        done = attempt(["git", "merge", "--no-edit", BRANCH], repository)
        return updated(project, before, done, good=[0, 1] if "CONFLICT" in done.stdout else [0])

    def _generate_on_the_branch(self, update: Update, repository: Path, project: Path, worktree: Path) -> None:
        git(repository, "worktree", "add", "--quiet", str(worktree), BRANCH)
        target = worktree / project.relative_to(repository)
        git(worktree, "rm", "-r", "--quiet", ".")
        source = f"{'v2' if 'blueprint' in update else 'v1'}-{int('answer' in update)}"
        shutil.copytree(self._generated / source, target, symlinks=True, dirs_exist_ok=True)
        _commit(worktree, force=True)


def _commit(repository: Path, *, force: bool) -> None:
    git(repository, "add", "--all", *(["--force"] if force else []))
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "Some work")
