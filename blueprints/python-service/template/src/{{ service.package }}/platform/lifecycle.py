"""Start and stop of a service: one process, one loop, one owner of the signals."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from .asgi import App
from .health import Health
from .http_server import HttpServer
from .logging import service_name
from .metrics import MetricsRegistry
from .probes import ManagementApp
from .telemetry import Telemetry

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Resource(Protocol):
    """Something that is open as long as the service runs: a database, a broker, a client."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Component(Resource, Protocol):
    """Something that takes in work by itself: a consumer."""

    async def stop_accepting(self) -> None:
        """Fetch nothing more; what was fetched goes on until `stop` returns."""


class RpcServer(Protocol):
    """A gRPC server."""

    async def start(self) -> int:
        """Listen, and tell on which port."""

    async def stop(self, grace: float) -> None:
        """Accept nothing more, and give the calls in flight so many seconds."""


@dataclass(frozen=True, kw_only=True)
class ServiceRuntime:
    """All that runs in a service; times are in seconds."""

    name: str
    health: Health
    registry: MetricsRegistry
    telemetry: Telemetry
    metrics_port: int
    http_app: App | None = None
    http_port: int = 0
    grpc_server: RpcServer | None = None
    resources: Sequence[Resource] = ()
    """Started in this order before everything else, and stopped in reverse after it."""
    relay: Resource | None = None
    consumers: Sequence[Component] = ()
    host: str = "127.0.0.1"
    drain: float = 0.3
    """Time for proxies and clients to see that the service is not ready any more."""
    grace: float = 20.0
    """Longest time that each part may take to finish its work."""


def run(start: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run to the end, on uvloop where there is one, and give the exit code."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(start())


async def serve(
    runtime: ServiceRuntime,
    *,
    stop: asyncio.Event | None = None,
    on_ready: Callable[[dict[str, int]], None] = lambda ports: None,
) -> int:
    """Start everything, wait for the end, stop everything in order, and give the exit code.

    Without `stop` the signals of the process are ours: the first ends the service, a second one the
    process. `on_ready` hears the ports by the names `http`, `grpc` and `metrics`.
    """
    service_name.set(runtime.name)
    return await _Life(runtime, stop or _event_of_signals()).live(on_ready)


class _Life:
    def __init__(self, runtime: ServiceRuntime, stop: asyncio.Event) -> None:
        self._runtime = runtime
        self._stop = stop
        self._log = structlog.get_logger()
        self._failed = False
        self._resources: list[Resource] = []
        self._consumers: list[Component] = []
        self._relay: Resource | None = None
        self._rpc: RpcServer | None = None
        self._http: HttpServer | None = None
        self._management = HttpServer(
            ManagementApp(runtime.health, runtime.registry),
            host=runtime.host,
            port=runtime.metrics_port,
            grace=runtime.grace,
        )

    async def live(self, on_ready: Callable[[dict[str, int]], None]) -> int:
        try:
            ports = await self._start()
        except Exception as error:
            self._failed = True
            self._log.error("the service did not start", reason=str(error), exc_info=error)
        else:
            self._runtime.health.mark_started()
            self._log.info("ready", **ports)
            on_ready(ports)
            await self._stop.wait()
        await self._shut_down()
        return int(self._failed)

    async def _start(self) -> dict[str, int]:
        """Whatever is started is noted at once, so that a half-started service can be stopped."""
        runtime = self._runtime
        await runtime.telemetry.start()
        ports = {"metrics": await self._management.start()}
        for resource in runtime.resources:
            self._resources.append(resource)
            await resource.start()
        if runtime.relay is not None:
            self._relay = runtime.relay
            await runtime.relay.start()
        if runtime.grpc_server is not None:
            self._rpc = runtime.grpc_server
            ports["grpc"] = await runtime.grpc_server.start()
        if runtime.http_app is not None:
            self._http = HttpServer(
                runtime.http_app,
                host=runtime.host,
                port=runtime.http_port,
                grace=runtime.grace,
                lifespan=True,
            )
            ports["http"] = await self._http.start()
        for consumer in runtime.consumers:
            self._consumers.append(consumer)
            await consumer.start()
        return ports

    async def _shut_down(self) -> None:
        runtime = self._runtime
        runtime.health.mark_draining()
        if self._http is not None:
            self._http.drain()
        self._log.info("stopping")
        if runtime.health.started:
            await asyncio.sleep(runtime.drain)
        await self._all(consumer.stop_accepting() for consumer in self._consumers)
        await self._all(self._servers())
        await self._all(consumer.stop() for consumer in self._consumers)
        if self._relay is not None:
            await self._step(self._relay.stop())
        for resource in reversed(self._resources):
            await self._step(resource.stop())
        await self._step(runtime.telemetry.stop())
        await self._step(self._management.stop())
        self._log.info("stopped")

    def _servers(self) -> list[Awaitable[None]]:
        steps: list[Awaitable[None]] = []
        if self._http is not None:
            steps.append(self._http.stop())
        if self._rpc is not None:
            steps.append(self._rpc.stop(self._runtime.grace))
        return steps

    async def _all(self, steps: Iterable[Awaitable[None]]) -> None:
        await asyncio.gather(*(self._step(step) for step in steps))

    async def _step(self, step: Awaitable[None]) -> None:
        """One part of the stop: neither its failure nor its slowness holds up the others."""
        try:
            async with asyncio.timeout(self._runtime.grace + 1):
                await step
        except Exception as error:
            self._failed = True
            self._log.error("a part did not stop", reason=repr(error), exc_info=error)


def _event_of_signals() -> asyncio.Event:
    """Set by the first signal; the second one ends the process on the spot."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(number: int) -> None:
        if event.is_set():
            os._exit(128 + number)
        event.set()

    for number in _SIGNALS:
        if sys.platform == "win32":
            signal.signal(number, lambda number, _: loop.call_soon_threadsafe(stop, number))
        else:
            loop.add_signal_handler(number, stop, number)
    return event


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
