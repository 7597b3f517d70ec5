"""Where the spec of a command is, and what it says."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.usage import UsageError

SPEC = "msgen.yaml"


def spec_file(path: Path) -> Path:
    """The spec that a path means: the file itself, or `msgen.yaml` in the folder."""
    found = path / SPEC if path.is_dir() else path
    if not found.exists():
        raise UsageError(
            f"there is no `{found}`", f"name a spec, or the folder of a system; `msgen new` makes one from `{SPEC}`"
        )
    return found
