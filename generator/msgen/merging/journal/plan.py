"""The plan of a run, as it lies in its journal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from msgen.merging.errors import RecordUnreadable
from msgen.merging.journal.disk import sync, write_new
from msgen.rendering.tree import REGULAR, File

PLAN = "plan.json"
_LEFT = "left.json"


@dataclass(frozen=True, slots=True)
class Step:
    path: str
    old: str
    """Fingerprint of what the run replaces or removes; empty where nothing is there."""
    new: str
    """Fingerprint of what it leaves; empty where it removes."""
    blob: str
    """Name of both contents in the journal."""


@dataclass(frozen=True, slots=True)
class Plan:
    command: str
    """The command that runs, for those who are told of it later."""
    home: str
    undoable: bool
    steps: tuple[Step, ...]
    made: Mapping[str, int]
    """Folders that come into being with the files in them, with their modes."""
    emptied: Mapping[str, int]
    """Folders that go if they hold nothing else, with their modes."""

    @property
    def paths(self) -> list[str]:
        return [step.path for step in self.steps]


def write_plan(folder: Path, plan: Plan) -> None:
    write_new(folder / PLAN, _json(asdict(plan)))


def read_plan(folder: Path) -> Plan:
    """The plan that lies in a journal."""
    try:
        values = json.loads((folder / PLAN).read_bytes())
        steps = tuple(Step(**step) for step in values.pop("steps"))
        return Plan(steps=steps, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RecordUnreadable(
            f"the journal of an earlier run cannot be read: `{folder / PLAN}`: {error}\n"
            f"hint: remove `{folder}` after a look at the state of the tree"
        ) from error


def write_left(folder: Path, paths: Sequence[str]) -> None:
    """Note the paths that the run has not written, so that nobody takes them back."""
    target = folder / _LEFT
    target.unlink(missing_ok=True)
    if paths:
        write_new(target, _json(list(paths)))
        sync([target, folder])


def read_left(folder: Path) -> frozenset[str]:
    target = folder / _LEFT
    return frozenset(json.loads(target.read_bytes())) if target.is_file() else frozenset()


def _json(value: Any) -> File:
    return File(json.dumps(value).encode(), REGULAR, "R")
