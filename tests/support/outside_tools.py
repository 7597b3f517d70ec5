"""The tools of others that judge what msgen generates: where they are, and what becomes of a test without one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

HELMS = {"3": "helm3", "4": "helm"}
"""By major version, what `tools/install` calls it."""


def find_tool(name: str) -> Path | None:
    return next(_candidates(name), None)


def find_helm(major: str) -> Path | None:
    """The binary of that major version, whatever it is called."""
    candidates = (found for name in HELMS.values() for found in _candidates(name))
    return next((each for each in candidates if _major(each) == major), None)


def needed(name: str) -> Path:
    """The tool; where it is missing, the test that needs it ends here."""
    return find_tool(name) or missing(name)


def missing(name: str) -> NoReturn:
    """Skips the test; `make verify` names the tools that it has installed, and without one of those the test fails."""
    reason = f"{name} is not installed: run tools/install, or set {_variable(name)}"
    if name in os.environ.get("MSGEN_JUDGES", "").split():
        pytest.fail(reason)
    pytest.skip(reason)


def _candidates(name: str) -> Iterator[Path]:
    """What the variable names, what the cache of tools holds, what is installed."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    tools = Path(os.environ.get("MSGEN_TOOLS") or Path(cache) / "msgen-tools")
    given, installed = os.environ.get(_variable(name)), shutil.which(name)
    yield from ([Path(given)] if given else [])
    for pattern in (f"{name}-*/bin/{name}", f"{name}-*/{name}"):
        yield from sorted(tools.glob(pattern), reverse=True)
    yield from ([Path(installed)] if installed else [])


def _variable(name: str) -> str:
    return name.upper().replace("-", "_")


def _major(binary: Path) -> str:
    try:
        done = subprocess.run([binary, "version", "--short"], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.removeprefix("v").partition(".")[0]
