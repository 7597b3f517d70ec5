"""The real command in a process of its own, and what it leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

MSGEN = Path(sys.executable).with_name("msgen")

SHOP = """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    calls: [payments]
    publishes: [OrderPlaced]
  payments:
    api: grpc
    subscribes: [OrderPlaced]
"""
COMMENT = "# yaml-language-server: $schema=./.msgen/schema.json\n"


@dataclass(frozen=True)
class Outcome:
    code: int
    stdout: str
    stderr: str


Msgen = Callable[..., Outcome]
"""Runs the command inside this process."""


def run(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    command: tuple[str | Path, ...] = (MSGEN,),
) -> Outcome:
    """The command without a terminal, with some variables more than this process has."""
    done = subprocess.run(
        [*command, *arguments], cwd=cwd, input=stdin, env={**os.environ, **(env or {})}, capture_output=True
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def contents(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Every file and link below a folder, with its mode; empty folders too."""
    found: dict[str, tuple[str, bytes]] = {}
    for parent, folders, files in os.walk(folder):
        for name in (*files, *folders):
            path = Path(parent, name)
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[shown] = ("link", os.fsencode(os.readlink(path)))
            elif path.is_file():
                found[shown] = (f"{path.stat().st_mode & 0o7777:o}", path.read_bytes())
            else:
                found[f"{shown}/"] = (f"{path.stat().st_mode & 0o7777:o}", b"")
    return dict(sorted(found.items()))


def times(folder: Path) -> dict[str, int]:
    """When each file and folder changed last, in nanoseconds; the folder itself included."""
    return {str(path): path.lstat().st_mtime_ns for path in (folder, *sorted(folder.rglob("*")))}


def counted(text: str) -> str:
    """The text with each number of files replaced, as that depends on the blueprints."""
    return re.sub(r"\b[0-9]+ (?=create|identical)", "N ", text)
