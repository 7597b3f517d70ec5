"""A gate in front of an HTTP service: it counts what comes, and lets it through or leaves it without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

from msgen.local.environment import LOOPBACK


class CountingGate:
    def __init__(self, target: str, session: ClientSession) -> None:
        self.requests = 0
        self.url = ""
        self._target = target
        self._session = session
        self._is_open = asyncio.Event()
        self._is_open.set()

    def shut(self) -> None:
        """From now on requests arrive and hang, as with a callee that has stopped working."""
        self._is_open.clear()

    def open(self) -> None:
        self._is_open.set()

    async def answer(self, request: web.Request) -> web.Response:
        self.requests += 1
        await self._is_open.wait()
        async with self._session.request(request.method, self._target + request.path_qs) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


@asynccontextmanager
async def counting_gate(target: str) -> AsyncIterator[CountingGate]:
    """An open gate on a port of its own."""
    async with ClientSession() as session:
        gate = CountingGate(target, session)
        server = web.Server(gate.answer)  # type: ignore[arg-type]  # a Server hands on BaseRequest
        runner = web.ServerRunner(server)
        await runner.setup()
        site = web.TCPSite(runner, LOOPBACK, 0)
        await site.start()
        gate.url = site.name
        try:
            yield gate
        finally:
            gate.open()
            await runner.cleanup()
