"""The file of settings: the nearest `msgen.toml`, or `pyproject.toml` with a table `tool.msgen`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from msgen.cli.usage import UsageError

OWN, SHARED = "msgen.toml", "pyproject.toml"
_TABLE = "tool.msgen"


class SettingsFile(Struct, frozen=True):
    path: Path
    values: Mapping[str, Any]
    """By the key of the option; a map is for one command."""

    @property
    def table(self) -> str:
        return _TABLE if self.path.name == SHARED else ""

    @property
    def settings(self) -> Mapping[str, Any]:
        """For all commands that have the option."""
        return {key: value for key, value in self.values.items() if not isinstance(value, dict)}

    def of_command(self, name: str) -> Mapping[str, Any]:
        """For this command only."""
        found = self.values.get(name)
        return found if isinstance(found, dict) else {}

    def place(self, key: str) -> str:
        """The file, with the line of a key where it can be told."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        pattern = re.compile(rf'\s*\[?[\w."]*?\b{re.escape(key)}\b"?\s*[=\]]')
        line = next((number for number, line in enumerate(lines, 1) if pattern.match(line)), None)
        return f"{self.path}:{line}" if line else str(self.path)


def settings_file(folder: Path) -> SettingsFile | None:
    """The file that counts in a folder; `None` where neither it nor one above has one."""
    for above in (folder, *folder.parents):
        for name in (OWN, SHARED):
            values = _values(above / name)
            if values is not None:
                return SettingsFile(above / name, values)
    return None


def _values(path: Path) -> Mapping[str, Any] | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if path.name == SHARED and "msgen" not in text:
        return None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if path.name == SHARED:
            return None  # whose project it is will hear of it from every other tool
        raise UsageError(f"`{path}` is not TOML: {error}") from None
    if path.name == OWN:
        return found
    tool = found.get("tool")
    table = tool.get("msgen") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
