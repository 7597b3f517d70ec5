"""What people and updates do to a generated system, and what its records say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

REGION = """\
<<<<<<< yours
mine
|||||||
old
=======
new
>>>>>>> blueprint 9.1
"""


def lock(repository: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((repository / ".msgen/lock.json").read_bytes())
    return values


def entry(repository: Path, path: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in lock(repository)["files"] if each["path"] == path)
    return found


def pending(repository: Path) -> list[tuple[str, str]]:
    return [(each["path"], each["kind"]) for each in lock(repository)["pending"]]


def let_wait(repository: Path, path: str, kind: str) -> None:
    """As an update leaves something for a person."""
    values = lock(repository)
    values["pending"].append({"path": path, "kind": kind})
    (repository / ".msgen/lock.json").write_text(json.dumps(values))


def in_conflict(repository: Path, path: str, region: str = REGION) -> Path:
    """A file whose first line is a conflict that an update has left."""
    file = repository / path
    file.write_text(region + file.read_text())
    let_wait(repository, path, "conflict")
    return file


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)
