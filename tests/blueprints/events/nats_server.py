"""A real nats-server with JetStream, that can be killed and started again with what it stored."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path


class NatsServer:
    """Listens on a free port of this machine and stores below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Return when it accepts connections."""
        process = self._process = self._spawn()
        while not await self._accepts():
            assert process.poll() is None, "nats-server has ended"
            await asyncio.sleep(0.02)

    def kill(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _spawn(self) -> subprocess.Popen[bytes]:
        binary = Path(sys.executable).with_name("nats-server")
        command = [str(binary), "-js", "-sd", str(self._folder), "-a", "127.0.0.1", "-p", str(self._port)]
        # Without pipes: a server that outlives a killed test must not hold its output.
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=nowhere, stderr=nowhere, stdin=nowhere)

    async def _accepts(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        greeting = await reader.readline()
        writer.close()
        return b'"jetstream":true' in greeting


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
