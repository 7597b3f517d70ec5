"""A gRPC server with a few methods on plain bytes, and a channel to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from sample_service.platform.grpc import GrpcServer, build_server
from sample_service.platform.health import Health
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.telemetry import Telemetry
from sample_service.platform.trace import Sampler

SERVICE = "shop.orders.v1.OrdersService"

Single = Callable[[bytes, grpc.aio.ServicerContext], Awaitable[bytes]]


@dataclass
class Sample:
    behaviour: Single
    health: Health = field(default_factory=Health)
    registry: MetricsRegistry = field(default_factory=MetricsRegistry)
    telemetry: Telemetry = field(default_factory=lambda: Telemetry(Sampler()))

    def server(self, **options: Any) -> GrpcServer:
        built = build_server(
            health=self.health,
            telemetry=self.telemetry,
            registry=self.registry,
            services=[SERVICE],
            host="127.0.0.1",
            **{"port": 0, "timeouts": {}, **options},
        )
        handlers = {
            "Get": grpc.unary_unary_rpc_method_handler(self.behaviour),
            "Watch": grpc.unary_stream_rpc_method_handler(self._watch),
            "Tail": grpc.unary_stream_rpc_method_handler(self._tail),
            "Sum": grpc.stream_unary_rpc_method_handler(self._sum),
            "Echo": grpc.stream_stream_rpc_method_handler(self._echo),
        }
        built.server.add_registered_method_handlers(SERVICE, handlers)
        return built

    @asynccontextmanager
    async def channel(self, **options: Any) -> AsyncIterator[grpc.aio.Channel]:
        server = self.server(**options)
        port = await server.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
        await server.stop(0)

    async def _watch(self, request: bytes, context: grpc.aio.ServicerContext) -> AsyncIterator[bytes]:
        yield await self.behaviour(request, context)
        yield b"last"

    async def _tail(self, request: bytes, context: grpc.aio.ServicerContext) -> None:
        await context.write(await self.behaviour(request, context))

    async def _sum(self, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext) -> bytes:
        return b"+".join([request async for request in requests])

    async def _echo(self, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext) -> AsyncIterator[bytes]:
        async for request in requests:
            yield request


def get(channel: grpc.aio.Channel) -> grpc.aio.UnaryUnaryMultiCallable:
    return channel.unary_unary(f"/{SERVICE}/Get")
