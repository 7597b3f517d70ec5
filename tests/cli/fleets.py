"""A generated system of two services in either layout, to be changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from command_line import SHOP, run

Layout = Literal["mono-repo", "multi-repo"]
LAYOUTS: tuple[Layout, ...] = ("mono-repo", "multi-repo")


@dataclass(frozen=True)
class Fleet:
    destination: Path
    """The folder below which everything of the system stands."""
    layout: Layout

    @property
    def system(self) -> Path:
        return self.destination / "shop" if self.layout == "multi-repo" else self.destination

    @property
    def spec(self) -> Path:
        return self.system / "msgen.yaml"

    def service(self, name: str) -> Path:
        return self.destination / name if self.layout == "multi-repo" else self.destination / "services" / name

    def says(self, spec: str, layout: Layout | None = None) -> None:
        """Write another spec, with the layout that the system has or another one."""
        written = f"platform:\n  layout: {layout or self.layout}\n"
        self.spec.write_text(spec + written, encoding="utf-8")

    def folders(self) -> dict[str, str]:
        """The folder of each service as the record has it."""
        found = json.loads((self.system / ".msgen/lock.json").read_bytes())["layout"]["folders"]
        assert isinstance(found, dict)
        return found

    def shown(self, path: Path) -> str:
        """A path as reports show it."""
        return path.relative_to(self.destination).as_posix()

    def copied_to(self, folder: Path) -> Fleet:
        shutil.copytree(self.destination, folder, symlinks=True)
        return Fleet(folder, self.layout)


def generated(folder: Path, layout: Layout, spec: str = SHOP, blueprints: Path | None = None) -> Fleet:
    (folder / "shop.yaml").write_text(spec, encoding="utf-8")
    options = () if blueprints is None else ("--blueprints", blueprints)
    outcome = run("new", layout, "--spec", "shop.yaml", "--layout", layout, *options, cwd=folder)
    assert outcome.code == 0, outcome.stderr
    return Fleet(folder / layout, layout)
