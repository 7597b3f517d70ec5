"""A service whose parts write down what happens to them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import grpc
from fastapi import FastAPI
from grpc_app import SERVICE
from sample_service.platform.grpc import build_server
from sample_service.platform.health import Health
from sample_service.platform.http import install_http
from sample_service.platform.lifecycle import ServiceRuntime
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.telemetry import Telemetry
from sample_service.platform.trace import Sampler


@dataclass
class Part:
    name: str
    log: list[str]
    fails_to: str = ""

    async def start(self) -> None:
        self._note("start")

    async def stop_accepting(self) -> None:
        self._note("stop accepting")

    async def stop(self) -> None:
        self._note("stop")

    def _note(self, what: str) -> None:
        self.log.append(f"{what} {self.name}")
        if what == self.fails_to:
            raise ConnectionError(f"{self.name} is away")


@dataclass
class Service:
    """HTTP and gRPC with one slow operation each, a database, a broker, a relay and a consumer."""

    fails: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    running: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    finish: asyncio.Event = field(default_factory=asyncio.Event)

    def part(self, name: str) -> Part:
        return Part(name, self.log, self.fails.get(name, ""))

    def runtime(self, **options: Any) -> ServiceRuntime:
        health, registry, telemetry = Health(), MetricsRegistry(), Telemetry(Sampler())
        app = FastAPI()
        install_http(app, health=health, telemetry=telemetry, registry=registry)

        @app.get("/slow")
        async def slow() -> str:
            await self._work("http")
            return "done"

        async def slow_call(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
            await self._work("grpc")
            return b"done"

        server = build_server(
            health=health,
            telemetry=telemetry,
            registry=registry,
            services=[SERVICE],
            timeouts={},
            host="127.0.0.1",
            port=0,
        )
        handlers = {"Get": grpc.unary_unary_rpc_method_handler(slow_call)}
        server.server.add_registered_method_handlers(SERVICE, handlers)
        given = {
            "name": "orders",
            "health": health,
            "registry": registry,
            "telemetry": telemetry,
            "metrics_port": 0,
            "http_app": app,
            "grpc_server": server,
            "resources": [self.part("database"), self.part("broker")],
            "relay": self.part("relay"),
            "consumers": [self.part("consumer")],
            "drain": 0.05,
            "grace": 5.0,
        }
        return ServiceRuntime(**{**given, **options})

    async def _work(self, name: str) -> None:
        self.running.put_nowait(name)
        await self.finish.wait()
        self.log.append(f"answer {name}")
