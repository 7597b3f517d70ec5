"""What the records are made of that every command loads."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "generator" / "msgen"
ON_DATACLASSES = ("analysis/report/", "local/", "merging/")
"""Not loaded by `msgen lint`: see docs/decisions/0017-records-are-structs.md."""


def test_what_lint_loads_creates_no_dataclass() -> None:
    modules = ((path, path.relative_to(PACKAGE).as_posix()) for path in PACKAGE.rglob("*.py"))
    found = [
        name
        for path, name in modules
        if not name.startswith(ON_DATACLASSES) and "\n@dataclass" in path.read_text(encoding="utf-8")
    ]
    assert sorted(found) == []
