"""`copier update --defaults`, with conflicts inline as is its default."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from situations.claims import snapshot
from situations.edits import git
from situations.project import DESCRIPTION, MANIFEST, OTHER_DESCRIPTION, TEMPLATES
from situations.rows import Row

from engines.engine import Engine, Updated, attempt, edited, prepare, updated

COPIER = Path(sys.executable).with_name("copier")
ANSWERS = ".copier-answers.yml"
TAGS = {"v1": "1.0.0", "v2": "2.0.0"}

_QUESTION = f"system:\n  type: yaml\n  default: {{description: {DESCRIPTION}}}\n"
_ANSWERS_TEMPLATE = "{{ _copier_answers|to_nice_yaml }}"


class CopierUpdate(Engine):
    name = "copier"
    title = "`copier update`"

    def __init__(self, folder: Path) -> None:
        self._variables = {"HOME": str(folder)}
        self._template = template_repository(folder / "template")
        self._project = folder / "pristine"
        render(self._template, self._project, "v1", DESCRIPTION, self._variables)
        self.pristine = snapshot(self._project)

    def update(self, row: Row, place: Path) -> Updated:
        project, before = edited(self._project, row, place)
        version = "v2" if "blueprint" in row.update else "v1"
        answers = ["--data", f"system={{description: {OTHER_DESCRIPTION}}}"] if "answer" in row.update else []
        command: list[str | Path] = [COPIER, "update", "--defaults", "--vcs-ref", TAGS[version], *answers]
        return updated(project, before, attempt(command, project, self._variables), good=[0])


def template_repository(folder: Path) -> Path:
    """The blueprint in both versions as Copier wants a template: a repository with tags."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    for version, tag in TAGS.items():
        shutil.rmtree(folder / "template", ignore_errors=True)
        shutil.copytree(TEMPLATES / version, folder / "template", symlinks=True)
        (folder / "template" / ANSWERS).unlink()
        (folder / "template" / "{{ _copier_conf.answers_file }}.jinja").write_text(_ANSWERS_TEMPLATE, encoding="utf-8")
        (folder / "copier.yml").write_text(MANIFEST + _QUESTION, encoding="utf-8")
        git(folder, "add", "--all", "--force")
        git(folder, "commit", "--quiet", "-m", f"Version {tag}")
        git(folder, "tag", tag)
    return folder


def render(template: Path, project: Path, version: str, description: str, variables: dict[str, str]) -> None:
    answers = ["--data", f"system={{description: {description}}}"]
    command: list[str | Path] = [
        COPIER,
        "copy",
        "--defaults",
        "--quiet",
        "--vcs-ref",
        TAGS[version],
        *answers,
        template,
        project,
    ]
    prepare(command, template.parent, variables)
