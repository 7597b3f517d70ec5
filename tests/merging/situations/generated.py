"""The project as generated, in every version that a row needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from situations.claims import Snapshot, snapshot
from situations.project import DESCRIPTION, OTHER_DESCRIPTION
from situations.rows import Update


class Generated(NamedTuple):
    """What does not change while the tests run."""

    blueprints: Mapping[str, Path]
    """The two versions, `v1` and `v2`, as sets."""
    projects: Mapping[tuple[str, str], Path]
    """By version and description."""

    @property
    def pristine(self) -> Path:
        """As people find it before they edit it."""
        return self.projects["v1", DESCRIPTION]

    @property
    def files(self) -> Snapshot:
        return snapshot(self.pristine)

    def blueprints_of(self, update: Update) -> Path:
        return self.blueprints["v2" if "blueprint" in update else "v1"]

    def updated(self, update: Update) -> Path:
        """What the update would give where nobody edits anything."""
        version = "v2" if "blueprint" in update else "v1"
        return self.projects[version, OTHER_DESCRIPTION if "answer" in update else DESCRIPTION]
