"""The record of running processes, and the sweep of those that an earlier run left behind.

A pid alone names nobody: the system gives it to another process later. Start time and command decide.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

_POLL = 0.05
"""Seconds between two looks at a process that is not our child."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One process, told from every other that had or will have its pid."""

    pid: int
    started: str
    """As the system says it; compared, never read."""
    command: str

    def is_same(self, other: Identity | None) -> bool:
        # Between fork and exec the command is that of the launcher, which ends in the one that it becomes.
        return other is not None and self.started == other.started and other.command.endswith(self.command)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    identity: Identity


class ProcessRecord:
    """The processes of this run in `.local/pids.json`, written anew at every change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[int, _Entry] = {}

    def add(self, name: str, pid: int, command: Sequence[str]) -> None:
        seen = identify(pid)
        if seen is None:
            return
        self._entries[pid] = _Entry(name, Identity(pid, seen.started, " ".join(command)))
        self._write()

    def remove(self, pid: int) -> None:
        if self._entries.pop(pid, None) is not None:
            self._write()

    def _write(self) -> None:
        entries = [{"name": entry.name, **asdict(entry.identity)} for entry in self._entries.values()]
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(entries, indent=2) + "\n", "utf-8")
        fresh.replace(self._path)


async def sweep(path: Path, grace: float = 3.0) -> tuple[str, ...]:
    """Ends the processes of the record that an earlier run left behind; their names, sorted.

    They get `grace` seconds to stop by themselves.
    """
    left = [entry for entry in _read(path) if entry.identity.is_same(identify(entry.identity.pid))]
    for entry in left:
        signal_group(entry.identity.pid, signal.SIGTERM)
    await asyncio.gather(*(_gone(entry.identity, grace) for entry in left))
    return tuple(sorted(entry.name for entry in left))


def identify(pid: int) -> Identity | None:
    """Who has the pid now; `None` where nobody does, or only a process that has ended."""
    return _identify_on_linux(pid) if sys.platform == "linux" else _identify_by_ps(pid)


def signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


async def _gone(identity: Identity, grace: float) -> None:
    # Not our child, so no event tells that it has gone.
    for _ in range(ceil(grace / _POLL)):
        if not identity.is_same(identify(identity.pid)):
            return
        await asyncio.sleep(_POLL)
    signal_group(identity.pid, signal.SIGKILL)


def _read(path: Path) -> list[_Entry]:
    try:
        entries = json.loads(path.read_text("utf-8"))
        return [
            _Entry(str(item["name"]), Identity(int(item["pid"]), str(item["started"]), str(item["command"])))
            for item in entries
        ]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _identify_on_linux(pid: int) -> Identity | None:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    # The second field is the name in brackets and may hold anything, so count from its end.
    state, *fields = status.rpartition(")")[2].split()
    if state in "ZX":
        return None
    return Identity(pid, fields[18], command.decode("utf-8", "replace").rstrip("\0").replace("\0", " "))


def _identify_by_ps(pid: int) -> Identity | None:
    columns = ["ps", "-o", "lstart=", "-o", "command=", "-ww", "-p", str(pid)]
    line = subprocess.run(columns, capture_output=True, text=True, check=False).stdout.strip()
    words = line.split()
    return Identity(pid, " ".join(words[:5]), " ".join(words[5:])) if len(words) > 5 else None
