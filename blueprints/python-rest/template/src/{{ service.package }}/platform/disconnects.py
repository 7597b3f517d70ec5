"""A caller that has gone away: what only reads for it need not go on."""

from __future__ import annotations

import asyncio
from time import monotonic

from .alarms import alarms
from .asgi import App, Message, Receive, Scope, Send

_PATIENCE = 0.1
"""Seconds before somebody looks: most requests are answered by then and cost next to nothing."""

_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})


class CallerGone(Exception):
    """Nobody waits for the answer any more."""


class Interruptible:
    """Runs an app for requests that change nothing: they end with `CallerGone` if the caller left."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = asyncio.current_task()
        assert request is not None
        watch = _Watch(scope, receive, request)
        waiting = alarms()
        waiting.set(watch.begin, monotonic() + _PATIENCE)
        try:
            await self._app(scope, watch.receive, send)
        except asyncio.CancelledError as cancelled:
            if watch.took_back_its_cancel():
                raise CallerGone from cancelled
            raise
        finally:
            waiting.clear(watch.begin)
            watch.end()


class _Watch:
    """Waits for the end of the connection, beside the request that is served."""

    __slots__ = ("_has_cancelled", "_receive", "_request", "_scope", "_seen", "_watching")

    def __init__(self, scope: Scope, receive: Receive, request: asyncio.Task[object]) -> None:
        self._scope = scope
        self._receive = receive
        self._request = request
        self._seen: list[Message] = []
        self._watching: asyncio.Task[None] | None = None
        self._has_cancelled = False

    async def receive(self) -> Message:
        """What the app receives: first of all what was received while watching."""
        return self._seen.pop(0) if self._seen else await self._receive()

    def begin(self) -> None:
        """A request with a body is left alone: two receivers would share its parts between them."""
        if not any(name in _BODY_HEADERS for name, _ in self._scope["headers"]):
            self._watching = asyncio.create_task(self._wait())

    def end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    def took_back_its_cancel(self) -> bool:
        if self._has_cancelled:
            self._request.uncancel()
        return self._has_cancelled

    async def _wait(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                break
            self._seen.append(message)
        self._has_cancelled = True
        self._request.cancel()
