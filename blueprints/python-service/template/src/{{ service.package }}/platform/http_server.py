"""Uvicorn inside a loop and a process that are not its own."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from .asgi import App

_KEEP_ALIVE_SECONDS = 75
"""Longer than the idle time of common proxies: they, not we, close a connection."""

_QUIET_SECONDS = 0.1
"""After which a connection without a request counts as idle when the service stops."""


class HttpServer:
    """Serves one ASGI app on one port; port 0 takes a free one."""

    def __init__(
        self, app: App, *, host: str, port: int, grace: float, lifespan: bool = False
    ) -> None:
        config = uvicorn.Config(
            _loosely_typed(app),
            lifespan="auto" if lifespan else "off",
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=math.ceil(grace),
        )
        self._server = _Server(config)
        self._address = (host, port)
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen, and tell on which port; `OSError` where the port is taken."""
        listener = _listen(*self._address)
        port: int = listener.getsockname()[1]
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait({self._serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await self._serving
        return port

    def drain(self) -> None:
        """Go on, but let every answer be the last one of its connection.

        A connection that we close by ourselves may just be carrying the next request.
        """
        self._server.say_goodbye()

    async def stop(self) -> None:
        """Accept nothing more, and wait for the requests in flight as long as the grace is."""
        if self._serving is not None:
            self._server.should_exit = True
            await self._serving


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the owner of the process, who stops all servers together."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as ended:
            raise RuntimeError("the lifespan of the app failed") from ended
        self.ready.set()

    def say_goodbye(self) -> None:
        goodbye = (b"connection", b"close")
        self.config.encoded_headers = [*self.config.encoded_headers, goodbye]
        self.server_state.default_headers = [*self.server_state.default_headers, goodbye]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await self._quiet()
        await super().shutdown(sockets)

    async def _quiet(self) -> None:
        """Until the last clients have heard the goodbye: what remains open then is idle."""
        answered = -1
        while answered != self.server_state.total_requests:
            answered = self.server_state.total_requests
            await asyncio.sleep(_QUIET_SECONDS)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _loosely_typed(app: App) -> Any:
    """Uvicorn types the messages of ASGI one by one, frameworks as plain mappings."""
    return app
