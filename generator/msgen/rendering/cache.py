"""The user's cache folder. Everything in it can be lost at any time; nothing fails without it."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgen


def user_cache() -> Path | None:
    """The folder of this msgen and this Python in the user's cache; `None` where there is no home."""
    base = _base()
    return base / "msgen" / f"{msgen.__version__}-{sys.implementation.cache_tag}" if base else None


@cache
def tool_version(distribution: str) -> str:
    """The installed version of a tool whose results are cached."""
    return version(distribution)


def store(path: Path, content: bytes) -> None:
    """Write a cache entry whole or not at all; a cache that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        return


def fetch(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _base() -> Path | None:
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return Path(named)
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return None
