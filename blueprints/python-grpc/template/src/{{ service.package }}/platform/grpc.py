"""The gRPC server of the service, with its health, its reflection and all its calls observed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]

from .grpc_gate import Gate
from .grpc_health import HealthServicer
from .grpc_interceptor import ServiceInterceptor
from .health import Health
from .metrics import MetricsRegistry
from .telemetry import Telemetry

_MEBIBYTE = 1024 * 1024

_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.so_reuseport", 0),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.max_connection_age_ms", 600_000),
    ("grpc.max_connection_age_grace_ms", 60_000),
)
"""Connections end from time to time, so that callers find pods that came later."""


class GrpcServer:
    """Listens on one port; make it inside the running loop and add the servicers to `server`."""

    def __init__(self, server: grpc.aio.Server, gate: Gate, host: str, port: int) -> None:
        self.server = server
        self._gate = gate
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    async def start(self) -> int:
        """Listen, and tell on which port; `OSError` where the port is taken."""
        try:
            port = self.server.add_insecure_port(self._address)
        except RuntimeError as error:
            raise OSError(f"cannot listen on {self._address}") from error
        await self.server.start()
        return port

    async def stop(self, grace: float) -> None:
        async with self._gate.closed(longest=grace / 2):
            stopping = asyncio.create_task(self.server.stop(grace / 2))
        await stopping


def build_server(
    *,
    health: Health,
    telemetry: Telemetry,
    registry: MetricsRegistry,
    services: Sequence[str],
    timeouts: Mapping[str, float],
    host: str,
    port: int,
    max_in_flight: int | None = None,
    max_message_mebibytes: int = 4,
) -> GrpcServer:
    """A server that knows its services by their full names and each method's timeout in seconds.

    A method is named as on the wire: `/shop.orders.v1.OrdersService/PlaceOrder`.
    """
    gate = Gate()
    interceptor = ServiceInterceptor(
        gate=gate,
        telemetry=telemetry,
        registry=registry,
        timeouts=timeouts,
        max_in_flight=max_in_flight,
    )
    limits = (
        ("grpc.max_receive_message_length", max_message_mebibytes * _MEBIBYTE),
        ("grpc.max_send_message_length", max_message_mebibytes * _MEBIBYTE),
    )
    server = grpc.aio.server(interceptors=[interceptor], options=[*_OPTIONS, *limits])
    health_pb2_grpc.add_HealthServicer_to_server(HealthServicer(health, services), server)
    own = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
    _add_reflection(server, [*services, own])
    return GrpcServer(server, gate, host, port)


def _add_reflection(server: grpc.aio.Server, services: Sequence[str]) -> None:
    from grpc_reflection.v1alpha import reflection  # type: ignore[import-untyped]

    reflection.enable_server_reflection([*services, reflection.SERVICE_NAME], server)
