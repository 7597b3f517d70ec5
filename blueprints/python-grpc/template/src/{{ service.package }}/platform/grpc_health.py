"""`grpc.health.v1`, answered from the same state as `/readyz`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]

from .health import Health

_LOOK_EVERY = 5.0
"""Seconds after which a watcher looks again without having been told."""


class HealthServicer(health_pb2_grpc.HealthServicer):  # type: ignore[misc]
    """One status for the server and all its services."""

    def __init__(self, health: Health, services: Sequence[str]) -> None:
        self._health = health
        self._services = frozenset(services) | {""}

    async def Check(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        if request.service not in self._services:
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
        return health_pb2.HealthCheckResponse(status=await self._status())

    async def List(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        answer = health_pb2.HealthCheckResponse(status=await self._status())
        return health_pb2.HealthListResponse(
            statuses={service: answer for service in sorted(self._services)}
        )

    async def Watch(  # noqa: N802
        self, request: Any, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[Any]:
        known = request.service in self._services
        last = None
        while True:
            changed = self._health.changed
            status = await self._status() if known else _Status.SERVICE_UNKNOWN
            if status != last:
                last = status
                yield health_pb2.HealthCheckResponse(status=status)
            if self._health.draining:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await changed.wait()

    async def _status(self) -> Any:
        ready = (await self._health.readiness()).ready
        return _Status.SERVING if ready else _Status.NOT_SERVING


_Status = health_pb2.HealthCheckResponse.ServingStatus
