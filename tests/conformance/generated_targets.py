"""Services as msgen makes them, generated and started for the run of the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from target import Target, Trait

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_START = 60.0
_SECONDS_TO_STOP = 30.0
_SYSTEMS: Mapping[str, tuple[str, ...]] = {
    "shop": ("--sample", "minimal"),
    "depot": ("--spec", str(Path(__file__).with_name("parcels.yaml"))),
}
"""By name, what `msgen new` is given to make it."""


@dataclass(frozen=True)
class Made:
    """One service of a generated system, as its spec describes it."""

    system: str
    traits: frozenset[Trait]
    calls: tuple[str, ...] = ()
    unique: Mapping[str, str] = field(default_factory=dict)


SERVICES: Mapping[str, Made] = {
    "parcels": Made("depot", frozenset({"rest", "grpc"}), unique={"/v1/parcels": "label"}),
    "pickups": Made("depot", frozenset({"keys"})),
    "orders": Made("shop", frozenset({"rest", "calls"}), calls=("payments",)),
    "payments": Made("shop", frozenset({"grpc"})),
}


def names(traits: Collection[Trait]) -> Sequence[str]:
    """Those with one of the traits; known before anything is generated, since pytest collects first."""
    return [name for name, made in SERVICES.items() if made.traits & set(traits)]


class GeneratedTargets:
    """Generates a system and starts a service at the moment when the first test needs it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, Target] = {}
        self._started: list[Target] = []

    def running(self, name: str) -> Target:
        if name not in self._running:
            self._running[name] = self._start(name)
        return self._running[name]

    def expendable(self, name: str) -> Target:
        return self._start(name)

    def close(self) -> None:
        for target in reversed(self._started):
            assert target.process is not None
            stop(target.process)

    def _start(self, name: str) -> Target:
        made = SERVICES[name]
        environment = {f"{called.upper()}_URL": f"grpc://{self.running(called).grpc}" for called in made.calls}
        source = self._system(made.system) / "services" / name
        target = launch(name, source, self._folder / f"{name}-{len(self._started)}", environment)
        self._started.append(target)
        wait_until_ready(target)
        return target

    def _system(self, system: str) -> Path:
        """The folder of the system, generated if it is not there yet."""
        destination = self._folder / system
        if not destination.exists():
            command = (sys.executable, "-m", "msgen", "new", str(destination), *_SYSTEMS[system], "--yes")
            _run(command, self._folder, os.environ)
        return destination


def launch(name: str, source: Path, state: Path, extra: Mapping[str, str]) -> Target:
    """Migrate and start a service, by the variables that every service is configured with."""
    made = SERVICES[name]
    http, grpc, metrics = free_ports(3)
    environment = {
        **os.environ,
        **extra,
        "PYTHONPATH": str(source / "src"),
        "DATABASE_URL": f"sqlite:///{state}.db",
        "BROKER_URL": "memory://",
        "HTTP_PORT": str(http),
        "GRPC_PORT": str(grpc),
        "METRICS_PORT": str(metrics),
    }
    _run((sys.executable, "-m", name, "migrate"), source, environment)
    log = state.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            (sys.executable, "-m", name, "run"), cwd=source, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    return Target(
        name=name,
        contracts=source / "contracts",
        http=f"http://{_LOOPBACK}:{http}" if made.traits & {"rest", "keys"} else None,
        grpc=f"{_LOOPBACK}:{grpc}" if "grpc" in made.traits else None,
        metrics=f"http://{_LOOPBACK}:{metrics}",
        log=log,
        pid=process.pid,
        process=process,
        unique=made.unique,
        calls=made.calls,
    )


def wait_until_ready(target: Target) -> None:
    """Return when `/readyz` says so; fail with the log of a service that ended or never got there."""
    assert target.process is not None
    assert target.log is not None
    ends = time.monotonic() + _SECONDS_TO_START
    while not _is_ready(target):
        if target.process.poll() is not None or time.monotonic() > ends:
            stop(target.process)
            raise AssertionError(f"{target.name} did not start:\n{target.log.read_text(encoding='utf-8')}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server((_LOOPBACK, 0)) for _ in range(count)]
    ports: list[int] = [listener.getsockname()[1] for listener in sockets]
    for listener in sockets:
        listener.close()
    return ports


def _is_ready(target: Target) -> bool:
    try:
        with urllib.request.urlopen(f"{target.health}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout.decode(errors='replace')}"
