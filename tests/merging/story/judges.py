"""Each service of a system put to its own tests, to ruff and to mypy, in the environment of these tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TOOLS = Path(sys.executable).parent
LONGEST_RUN = 600
"""Seconds after which a judge counts as hanging."""
IMPORT_ALL = """
from importlib import import_module
from pathlib import Path
for path in sorted(Path().rglob("*.py")):
    if path.name != "__main__.py":
        import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
"""


def services_in(system: Path) -> Sequence[Path]:
    return sorted(folder for folder in (system / "services").iterdir() if (folder / "src").is_dir())


def complaints(system: Path, cache: Path) -> str:
    """What ruff and mypy say, which keeps in `cache` what it learns; nothing where they are content."""
    ruff = [
        _complaints(["ruff", "check", "--no-cache", "--output-format", "concise", "."], system),
        _complaints(["ruff", "format", "--no-cache", "--check", "."], system),
    ]
    strict = ["mypy", "--strict", "--python-executable", sys.executable, "src"]
    return "".join([*ruff, *(_complaints(strict, service, cache) for service in services_in(system))])


def failures(system: Path) -> str:
    """What the tests of the services say that fail."""
    return _failures(system, "tests")


def start_failures(system: Path) -> str:
    """The same of those tests that start the service and ask it."""
    return _failures(system, "tests/integration")


def import_failures(system: Path) -> str:
    """What is said by modules that cannot be imported."""
    return "".join(_complaints(["python", "-c", IMPORT_ALL], service / "src") for service in services_in(system))


def _failures(system: Path, folder: str) -> str:
    tests = ["pytest", "-p", "no:cacheprovider", folder]
    return "".join(_complaints(tests, service) for service in services_in(system))


def _complaints(command: list[str], folder: Path, cache: Path | None = None) -> str:
    own = {**os.environ, **({"MYPY_CACHE_DIR": str(cache)} if cache else {})}
    done = subprocess.run(
        [str(TOOLS / command[0]), *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN,
        env=own,
    )
    return "" if done.returncode == 0 else f"{folder.name}: {' '.join(command)}\n{done.stdout}{done.stderr}"
