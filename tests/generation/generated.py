"""Systems generated inside a test: from the text of a spec to files on disk, and the tools that judge them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.plan.model import RenderPlan
from msgen.plan.planner import build
from msgen.rendering.render import render
from msgen.rendering.tree import Tree
from msgen.spec import parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology

TOOLS = Path(sys.executable).parent
LONGEST_RUN = 600
"""Seconds after which a judge counts as hanging."""


def resolved(spec: str) -> Topology:
    """The topology of a spec's text."""
    return resolve(parse(read_text(spec)))


def planned(topology: Topology) -> RenderPlan:
    return build(topology, numbers_of(topology))


def numbers_of(topology: Topology) -> Numbers:
    return allocate(topology, read_numbers(None))


def generated(spec: str) -> Tree:
    """Every file of the system that the spec's text describes."""
    return render(planned(resolved(spec)))


def python_files(tree: Tree) -> dict[str, str]:
    """The text of each Python file, by its path."""
    return {path: file.content.decode() for path, file in tree.items() if path.endswith(".py") and "/pb/" not in path}


def written(tree: Tree, destination: Path) -> Path:
    """The tree as files below the destination."""
    for path, file in tree.items():
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(file.mode)
    return destination


def services_in(system: Path) -> list[Path]:
    return sorted((system / "services").iterdir())


def lint_complaints(system: Path) -> str:
    """What ruff finds in the whole system: in its code, then in its layout."""
    return _complaints(["ruff", "check", "--no-cache", "--output-format", "concise", "."], system) + _complaints(
        ["ruff", "format", "--no-cache", "--check", "--diff", "."], system
    )


def type_complaints(services: Iterable[Path]) -> str:
    """What mypy, as each service has it set, finds in the services."""
    return "".join(
        _complaints(["mypy", "--strict", "--python-executable", sys.executable, "src"], service) for service in services
    )


def compile_complaints(system: Path) -> str:
    return _complaints(["python", "-m", "compileall", "-q", "-j", "1", "."], system)


def _complaints(command: list[str], folder: Path) -> str:
    """What a tool prints when it is not content; nothing when it is."""
    run = subprocess.run(
        [str(TOOLS / command[0]), *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN,
        env={**os.environ, "MYPY_CACHE_DIR": str(folder / ".mypy_cache")},
        check=False,
    )
    return "" if run.returncode == 0 else f"{folder.name}: {' '.join(command)}\n{run.stdout}{run.stderr}"
