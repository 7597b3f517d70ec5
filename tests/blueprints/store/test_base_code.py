"""The verbatim code is clean as it stands, and each part of it works without the parts a service lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sample_package import build_sample_service

ROOT = Path(__file__).resolve().parents[3]
DB = "adapters/db/_gen"
EVENTS = "adapters/events/_gen"


def run(*command: str, cwd: Path) -> None:
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def test_it_passes_the_strict_type_checker_the_linter_and_the_formatter(tmp_path: Path) -> None:
    source = build_sample_service(tmp_path)
    rules = ["--select", "E,F,I,UP,B,N,RUF,ASYNC", "--ignore", "N818", "--line-length", "100"]
    run(tool("ruff"), "check", "--isolated", "--no-cache", *rules, ".", cwd=tmp_path)
    run(tool("ruff"), "format", "--check", "--isolated", "--no-cache", "--line-length", "100", ".", cwd=tmp_path)
    strict = ["--strict", "--python-version", "3.11", "--cache-dir", str(ROOT / ".mypy_cache")]
    run(tool("mypy"), *strict, "-p", "stored_service", cwd=source)


@pytest.mark.parametrize(
    "missing",
    [
        (f"{EVENTS}/relay.py", f"{EVENTS}/outbox_publisher.py", DB, "app/ports.py"),
        (EVENTS, f"{DB}/outbox.py", f"{DB}/inbox.py", "domain/_gen/event.py", "domain/_gen/events.py", "app/ports.py"),
        (f"{DB}/idempotency.py", f"{DB}/once.py"),
        (f"{DB}/housekeeping.py", f"{DB}/idempotency.py", f"{DB}/once.py", f"{DB}/inbox.py"),
    ],
    ids=["no store", "no events", "no idempotency keys", "nothing kept for a while"],
)
def test_every_module_loads_without_the_parts_that_a_service_lacks(tmp_path: Path, missing: tuple[str, ...]) -> None:
    source = build_sample_service(tmp_path)
    package = source / "stored_service"
    for name in missing:
        for file in [package / name, *sorted((package / name).rglob("*"))]:
            if file.is_file():
                file.unlink()
    modules = [
        ".".join(file.relative_to(source).with_suffix("").parts)
        for file in sorted(package.rglob("*.py"))
        if file.name != "__init__.py"
    ]
    run(sys.executable, "-c", "\n".join(f"import {module}" for module in modules), cwd=source)
