"""Generated services running inside the test: their packages imported, their servers on free ports."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import grpc
import httpx2

from msgen.design.python_names import python_package


@contextmanager
def importable(system: Path) -> Iterator[None]:
    """Every service of the system can be imported inside the block, and is forgotten after it."""
    folders = sorted((system / "services").iterdir())
    sys.path[:0] = [str(folder / "src") for folder in folders]
    packages = {python_package(folder.name) for folder in folders}
    try:
        yield
    finally:
        del sys.path[: len(folders)]
        for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
            del sys.modules[name]


@dataclass(frozen=True)
class Running:
    """A service that answers."""

    package: str
    runtime: Any
    ports: Mapping[str, int]
    """By `http`, `grpc` and `metrics`."""

    def module(self, path: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{path}")

    def client(self) -> httpx2.AsyncClient:
        address = f"http://127.0.0.1:{self.ports['http']}/v1"
        return httpx2.AsyncClient(base_url=address, trust_env=False, timeout=30)

    async def call(self, operation: str, values: Mapping[str, Any], etag: str = "") -> tuple[dict[str, Any], str]:
        """Ask over gRPC with the service's own stubs: the answer as JSON, and its version."""
        messages, protobuf = self.module("app.messages"), self.module("platform.protobuf")
        stubs = self.module("adapters.grpc._gen.servicer")
        asked = getattr(messages, f"{operation}Input").model_validate(values)
        if etag:
            asked.expecting(etag)
        message = protobuf.to_message(asked, getattr(stubs.pb, f"{operation}Request"))
        async with grpc.aio.insecure_channel(f"127.0.0.1:{self.ports['grpc']}") as channel:
            stub_class = next(getattr(stubs.pb_grpc, name) for name in dir(stubs.pb_grpc) if name.endswith("Stub"))
            answer = await getattr(stub_class(channel), operation)(message)
        output = protobuf.from_message(answer, getattr(messages, f"{operation}Output"))
        return output.model_dump(mode="json"), output.etag


def memory_broker(package: str) -> object:
    return importlib.import_module(f"{package}.adapters.events._gen.memory_broker").MemoryBroker()


async def eventually(ask: Callable[[], Awaitable[bool]]) -> None:
    """Ask until the answer is yes; events take their time."""
    async with asyncio.timeout(30):
        while not await ask():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(
    service: str, folder: Path, *, broker: object | None = None, **settings: Any
) -> AsyncIterator[Running]:
    """Start a service on free ports with an SQLite file in the folder and a broker in memory; stop it in order.

    Services with one `broker` hear each other.
    """
    package = python_package(service)
    config = importlib.import_module(f"{package}.settings").Settings
    url = f"sqlite:///{folder / f'{package}.db'}"
    own = {"http_port": 0, "grpc_port": 0, "metrics_port": 0, "database_url": url, "broker_url": "memory://"}
    known = {name: value for name, value in own.items() if name in config.model_fields}
    if "database_url" in known:
        migrate = importlib.import_module(f"{package}.adapters.db._gen.migrate").migrate
        await asyncio.to_thread(migrate, url)
    bootstrap = importlib.import_module(f"{package}.bootstrap")
    if broker is not None:
        bootstrap.create_broker = lambda url, *, name="": broker  # type: ignore[attr-defined]
    runtime = await bootstrap.create_service(config(**known, drain_seconds=0.0, **settings))
    serve = importlib.import_module(f"{package}.platform.lifecycle").serve
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    life = asyncio.create_task(serve(runtime, stop=stop, on_ready=ready.set_result))
    await asyncio.wait({life, ready}, return_when=asyncio.FIRST_COMPLETED)
    assert ready.done(), f"{service} did not start"
    try:
        yield Running(package, runtime, ready.result())
    finally:
        stop.set()
        await life
