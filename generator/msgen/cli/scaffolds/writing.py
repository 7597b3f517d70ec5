"""New files, none of them in the place of another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgen.cli.usage import UsageError


def write_new(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Writes all of them or, where one is there already, none."""
    paths = {folder / name: text for name, text in files.items()}
    for path in paths:
        if path.exists():
            raise UsageError(f"`{path}` is there already; nothing was written", "choose another name or folder")
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(paths)
