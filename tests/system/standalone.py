"""Single processes beside a running system: a generated service with settings of its own, a broker."""

from __future__ import annotations

import asyncio
import os
import socket
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession
from polling import eventually

from msgen.local.broker import broker_health, broker_launch
from msgen.local.environment import LOOPBACK, broker_url, http_url, outside_python
from msgen.local.http_probe import NoAnswerError, ask
from msgen.local.ports import Slot, is_free_on_this_machine
from msgen.local.processes import Launch, run_to_end, start
from msgen.local.system import LocalService, local_system
from msgen.spec import parse, read
from msgen.topology import resolve

_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 20
_LINES_KEPT = 40


def free_slot() -> Slot:
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            slot = Slot(probe.getsockname()[1])
        if is_free_on_this_machine(slot):
            return slot


@dataclass(frozen=True, slots=True)
class Standalone:
    """A generated service outside of `msgen up`; it has the same ports each time it runs."""

    service: LocalService
    python: Path
    variables: Mapping[str, str]
    slot: Slot = field(default_factory=free_slot)

    @property
    def http_url(self) -> str:
        return http_url(self.service, self.slot)

    @property
    def grpc_address(self) -> str:
        return f"{LOOPBACK}:{self.slot.grpc}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Migrated and ready; stopped in the end."""
        lines: deque[str] = deque(maxlen=_LINES_KEPT)
        if self.service.has_database:
            assert await run_to_end(self._launch("migrate"), lines.append) == 0, "\n".join(lines)
        async with _running(self._launch("run"), f"{self.http_url}/readyz", lines):
            yield

    async def metric(self, name: str, **labels: str) -> float:
        """The sum of the samples that have these labels."""
        async with ClientSession() as session, session.get(f"http://{LOOPBACK}:{self.slot.metrics}/metrics") as page:
            samples = (await page.text()).splitlines()
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        return sum(
            float(sample.rpartition(" ")[2])
            for sample in samples
            if sample.startswith(f"{name}{{") and all(pair in sample for pair in wanted)
        )

    def _launch(self, command: str) -> Launch:
        environment = outside_python(os.environ) | dict(self.variables)
        environment |= {
            "HTTP_PORT": str(self.slot.http),
            "GRPC_PORT": str(self.slot.grpc),
            "METRICS_PORT": str(self.slot.metrics),
            "PYTHONPATH": str(self.service.folder / "src"),
        }
        arguments = (str(self.python), "-m", self.service.package, command)
        return Launch(self.service.name, arguments, environment, self.service.folder)


def standalone(root: Path, name: str, python: Path, **variables: str) -> Standalone:
    """A service of the system generated in `root`."""
    system = local_system(resolve(parse(read(root / "msgen.yaml"))), root)
    return Standalone(system.service(name), python, variables)


@asynccontextmanager
async def running_broker(folder: Path) -> AsyncIterator[str]:
    """The URL of a broker that keeps its streams in `folder`."""
    slot = free_slot()
    async with _running(broker_launch(folder, slot), broker_health(slot), deque(maxlen=_LINES_KEPT)):
        yield broker_url(slot)


@asynccontextmanager
async def _running(launch: Launch, health: str, lines: deque[str]) -> AsyncIterator[None]:
    process = await start(launch, lines.append)
    ended = asyncio.create_task(process.ended())

    async def is_ready() -> bool:
        assert not ended.done(), "\n".join([f"{launch.name} ended", *lines])
        try:
            return (await ask(health)).is_success
        except NoAnswerError:
            return False

    try:
        await eventually(is_ready, within=_SECONDS_TO_START)
        yield
    finally:
        process.terminate()
        await asyncio.wait({ended}, timeout=_SECONDS_TO_STOP)
        process.kill()
        await ended
