"""A small app behind the platform's middleware, asked in process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
from fastapi import FastAPI
from sample_service.platform.health import Health
from sample_service.platform.http import install_http
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.telemetry import Telemetry
from sample_service.platform.trace import Sampler


@dataclass
class Sample:
    app: FastAPI = field(default_factory=FastAPI)
    health: Health = field(default_factory=Health)
    registry: MetricsRegistry = field(default_factory=MetricsRegistry)
    telemetry: Telemetry = field(default_factory=lambda: Telemetry(Sampler()))
    running: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)

    def install(self, **options: object) -> "Sample":
        install_http(self.app, health=self.health, telemetry=self.telemetry, registry=self.registry, **options)
        return self

    def raises(self, error: Exception) -> "Sample":
        @self.app.get("/orders/{order_id}")
        async def get_order(order_id: str) -> None:
            raise error

        return self

    def hangs(self) -> "Sample":
        @self.app.get("/orders")
        @self.app.post("/orders")
        async def hang() -> None:
            self.running.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.cancelled.set()
                raise

        return self

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx2.AsyncClient]:
        transport = httpx2.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://orders") as client:
            yield client
