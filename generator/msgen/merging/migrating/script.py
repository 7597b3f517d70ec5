"""A migration of a blueprint: a Python file that says what its version renamed and moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from msgen.merging.migrating.keys import SUFFIXES
from msgen.rendering.errors import BlueprintError


@dataclass(frozen=True, slots=True)
class Migration:
    renames: tuple[tuple[str, str], ...]
    """Templates, by their path below `template/`, old and new; a folder ends with `/`."""
    keys: tuple[tuple[str, str, str], ...]
    """A glob over the paths of generated YAML files, and the key there, old and new."""


def read_migration(blueprint: str, path: Path) -> Migration:
    """Run the file, which calls `rename` and `move_key`."""
    renames: list[tuple[str, str]] = []
    keys: list[tuple[str, str, str]] = []

    def rename(old: str, new: str) -> None:
        if old.endswith("/") != new.endswith("/"):
            raise ValueError(f"`{old}` and `{new}`: only one of them is a folder")
        renames.append((old, new))

    def move_key(file: str, old: str, new: str) -> None:
        if not file.endswith(SUFFIXES):
            raise ValueError(f"`{file}` is no YAML file, and keys are moved in no other")
        keys.append((file, old, new))

    names = {"__name__": f"migration of {blueprint}", "__file__": str(path), "rename": rename, "move_key": move_key}
    try:
        exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
    except Exception as error:
        raise BlueprintError(f"blueprint `{blueprint}`: `migrations/{path.name}`: {error}") from error
    return Migration(tuple(renames), tuple(keys))
