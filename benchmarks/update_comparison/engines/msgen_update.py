"""`msgen update`."""

from __future__ import annotations

import sys
from pathlib import Path

from situations.claims import snapshot
from situations.project import DESCRIPTION, OTHER_DESCRIPTION, blueprint_set, spec
from situations.rows import Row

from engines.engine import Engine, Updated, attempt, edited, prepare, updated

MSGEN = Path(sys.executable).with_name("msgen")


class MsgenUpdate(Engine):
    name = "msgen"
    title = "`msgen update`"

    def __init__(self, folder: Path) -> None:
        self._blueprints = {version: blueprint_set(version, folder / version) for version in ("v1", "v2")}
        (folder / "spec.yaml").write_text(spec(), encoding="utf-8")
        self._project = folder / "pristine"
        prepare([MSGEN, "new", self._project, "--spec", "spec.yaml", "--blueprints", self._blueprints["v1"]], folder)
        self.pristine = snapshot(self._project)

    def update(self, row: Row, place: Path) -> Updated:
        project, before = edited(self._project, row, place)
        if "answer" in row.update:
            written = project / "msgen.yaml"
            written.write_text(written.read_text("utf-8").replace(DESCRIPTION, OTHER_DESCRIPTION), encoding="utf-8")
        blueprints = self._blueprints["v2" if "blueprint" in row.update else "v1"]
        done = attempt([MSGEN, "update", project, "--blueprints", blueprints], place)
        return updated(project, before, done, good=[0, 1])
