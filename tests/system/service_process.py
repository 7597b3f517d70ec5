"""Single processes beside a running system: a generated service with an environment of its own, a broker."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from msgen.local.broker import broker_health, broker_launch
from msgen.local.environment import LOOPBACK, broker_url, outside_python
from msgen.local.http_probe import NoAnswerError, ask
from msgen.local.ports import Slot
from msgen.local.processes import Launch, RunningProcess, run_to_end, start
from msgen.local.record import signal_group
from polling import eventually

_SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class StandaloneService:
    """What to run; the same one may run again on the same ports."""

    folder: Path
    """Of the generated service."""
    python: Path
    log: Path
    variables: dict[str, str] = field(default_factory=dict)
    ports: tuple[int, int, int] = field(default_factory=lambda: free_ports())

    @property
    def http_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports[0]}"

    @property
    def grpc_address(self) -> str:
        return f"{LOOPBACK}:{self.ports[1]}"

    @property
    def metrics_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports[2]}/metrics"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[RunningProcess]:
        """Migrated and ready; stopped cleanly in the end."""
        assert await run_to_end(self._launch("migrate"), self._write) == 0, self._said()
        async with _running(self._launch("run"), self._write, await self._health_pages()) as process:
            yield process

    def _launch(self, command: str) -> Launch:
        package = next((self.folder / "src").glob("*/__main__.py")).parent.name
        http, grpc, metrics = (str(port) for port in self.ports)
        environment = outside_python(os.environ) | self.variables
        environment |= {"HTTP_PORT": http, "GRPC_PORT": grpc, "METRICS_PORT": metrics}
        environment["PYTHONPATH"] = str(self.folder / "src")
        return Launch(package, (str(self.python), "-m", package, command), environment, self.folder)
