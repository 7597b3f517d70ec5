"""A generated system under `msgen up`, as a person runs it: in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from msgen.local.environment import LOOPBACK
from msgen.local.ports import BROKER, Slot
from msgen.local.record import Identity, identify

GENERATOR = Path(__file__).resolve().parents[2] / "generator"
_SECONDS_TO_START = 180
_SECONDS_TO_STOP = 60


def msgen(*arguments: str) -> list[str]:
    """The command, with the interpreter of the tests."""
    return [sys.executable, "-m", "msgen", *arguments]


def msgen_environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(GENERATOR)}


def generate_system(folder: Path, *source: str) -> None:
    """`msgen new`, which asks nothing."""
    command = msgen("new", str(folder), *source, "--yes")
    subprocess.run(command, check=True, env=msgen_environment(), stdout=subprocess.DEVNULL)


@dataclass(frozen=True, slots=True)
class RecordedProcess:
    name: str
    identity: Identity

    @property
    def is_alive(self) -> bool:
        return self.identity.is_same(identify(self.identity.pid))


class RunningSystem:
    """May be stopped and started again as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / ".local"
        self._up: subprocess.Popen[str] | None = None

    @property
    def is_running(self) -> bool:
        return self._up is not None and self._up.poll() is None

    def start(self) -> None:
        """Returns once every service is ready."""
        self._up = subprocess.Popen(
            msgen("up", str(self.folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=msgen_environment(),
        )
        assert self._up.stdout is not None
        _wait_until_ready(self._up, self._up.stdout)

    def interrupt(self) -> int:
        """What Ctrl-C does; the exit code."""
        assert self._up is not None
        self._up.send_signal(signal.SIGINT)
        return self._up.wait(_SECONDS_TO_STOP)

    def kill_supervisor(self) -> None:
        """Kills `msgen up` itself, which has no chance to stop anything."""
        assert self._up is not None
        self._up.kill()
        self._up.wait(_SECONDS_TO_STOP)

    def processes(self) -> tuple[RecordedProcess, ...]:
        """The services and the broker."""
        entries = json.loads((self.state / "pids.json").read_text("utf-8"))
        return tuple(
            RecordedProcess(entry["name"], Identity(entry["pid"], entry["started"], entry["command"]))
            for entry in entries
        )

    def process(self, name: str) -> RecordedProcess:
        return next(process for process in self.processes() if process.name == name)

    def slot(self, name: str) -> Slot:
        return Slot(json.loads((self.state / "ports.json").read_text("utf-8"))[name])

    def http_url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.slot(name).http}"

    @property
    def broker_url(self) -> str:
        return f"nats://{LOOPBACK}:{self.slot(BROKER).base}"

    @property
    def python(self) -> Path:
        """The interpreter that the services run under."""
        return self.state / "venv" / "bin" / "python"

    def select(self, service: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the service's own store."""
        with closing(sqlite3.connect(self._database(service))) as database:
            return database.execute(statement, parameters).fetchall()

    def count(self, service: str, table: str) -> int:
        return int(self.select(service, f'SELECT count(*) FROM "{table}"')[0][0])

    def insert(self, service: str, table: str, **values: object) -> None:
        """Store a row behind the service's back."""
        places = ", ".join("?" * len(values))
        statement = f'INSERT INTO "{table}" ({", ".join(values)}) VALUES ({places})'
        with closing(sqlite3.connect(self._database(service))) as database, database:
            database.execute(statement, tuple(values.values()))

    def log(self, service: str) -> list[dict[str, Any]]:
        lines = (self.state / "logs" / f"{service}.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def _database(self, service: str) -> Path:
        return self.state / "db" / f"{service}.db"


def _wait_until_ready(process: subprocess.Popen[str], output: IO[str]) -> None:
    seen: list[str] = []
    timer = threading.Timer(_SECONDS_TO_START, process.kill)
    timer.start()
    try:
        for line in output:
            seen.append(line)
            if " is ready: " in line:
                threading.Thread(target=_drain, args=(output,), daemon=True).start()
                return
    finally:
        timer.cancel()
    raise AssertionError("".join(["the system did not become ready\n", *seen[-60:]]))


def _drain(output: IO[str]) -> None:
    """Keep reading: a full pipe would stop every service."""
    for _ in output:
        pass
