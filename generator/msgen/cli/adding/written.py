"""Writes a spec with an addition so that `msgen undo` takes it back."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.adding.outcome import Outcome
from msgen.cli.adding.site import Site
from msgen.cli.writing import replaced


def write(site: Site, folder: Path, outcome: Outcome, command: str) -> None:
    """In a generated system together with the schema for editors, which has the new names."""
    if not site.is_generated:
        for name, (_, content) in outcome.changed.items():
            (folder / name).parent.mkdir(exist_ok=True)
            replaced(folder / name, content)
        return
    from msgen.merging.journal.fixes import write_fixes

    write_fixes(folder, {**outcome.changed, **_schema(folder, outcome)}, command=command)


def _schema(folder: Path, outcome: Outcome) -> dict[str, tuple[bytes | None, bytes]]:
    from msgen.cli.system_schema import system_text
    from msgen.spec import parse
    from msgen.spec.inputs import SCHEMA

    path = folder / SCHEMA
    old = path.read_bytes() if path.is_file() else None
    return {SCHEMA: (old, system_text(parse(outcome.document)).encode())}
