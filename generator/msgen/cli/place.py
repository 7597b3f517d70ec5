"""Where `msgen new` writes to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgen.cli.spec_location import SPEC
from msgen.cli.usage import UsageError

if TYPE_CHECKING:
    from msgen.spec import Document
    from msgen.topology.model import Topology


class Place(Struct, frozen=True):
    destination: Path
    """The folder below which everything is written."""
    home: str
    """The system's own folder below it; empty in a mono-repo."""

    @property
    def system(self) -> Path:
        """The folder of the system, which has the spec and the record."""
        return self.destination / self.home

    @property
    def spec(self) -> Path:
        return self.system / SPEC


def place_for(topology: Topology, wanted: Path | None) -> Place:
    """The place for a destination as given, or for none.

    A folder that holds a spec already is the system's own; with a repository per service, the services go beside it.
    """
    from msgen.plan.planner import system_folder

    destination = wanted or (Path() if Path(SPEC).is_file() else Path(topology.name))
    refuse_obstacle(destination)
    home = system_folder(topology)
    if home and (destination / SPEC).is_file():
        whole = destination.resolve()
        return Place(Path(os.path.relpath(whole.parent)), whole.name)
    return Place(destination, home)


def refuse_obstacle(destination: Path) -> None:
    """A destination that cannot become a folder is an error, told before anything else is done."""
    if (obstacle := _obstacle(destination)) is not None:
        raise UsageError(f"`{obstacle}` is there already, and it is not a folder", "choose another destination")


def refuse_other_contexts(place: Place, document: Document) -> None:
    """A context file that stands there already would become a part of a spec which knows nothing of it."""
    from msgen.merging.errors import AnotherSpec

    folder = place.system / "contexts"
    there = (path for path in folder.iterdir() if path.suffix in (".yaml", ".yml")) if folder.is_dir() else ()
    others = sorted(f"contexts/{path.name}" for path in there if f"contexts/{path.name}" not in document.contents)
    if others:
        raise AnotherSpec(tuple(others))


def _obstacle(destination: Path) -> Path | None:
    """What stands where a folder is wanted, if anything: at the destination, or at the nearest path above it."""
    nearest = next(path for path in (destination, *destination.absolute().parents) if os.path.lexists(path))
    return None if nearest.is_dir() else nearest
