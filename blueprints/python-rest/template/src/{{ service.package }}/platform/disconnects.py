"""A caller that has gone away: what only reads for it need not go on."""

from __future__ import annotations

import asyncio

from .asgi import App, Message, Receive, Scope, Send

_PATIENCE = 0.1
"""Seconds before somebody looks: most requests are answered by then and pay for a timer only."""

_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})


async def cancelled_when_gone(app: App, scope: Scope, receive: Receive, send: Send) -> bool:
    """Run the app for a request that changes nothing; `False` if its caller left meanwhile."""
    request = asyncio.current_task()
    assert request is not None
    watch = _Watch(receive, request)
    timer = asyncio.get_running_loop().call_later(_PATIENCE, watch.begin, scope)
    try:
        await app(scope, watch.receive, send)
    except asyncio.CancelledError:
        if not watch.took_back_its_cancel():
            raise
        return False
    finally:
        timer.cancel()
        watch.end()
    return True


class _Watch:
    """Waits for the end of the connection, beside the request that is served."""

    __slots__ = ("_has_cancelled", "_receive", "_request", "_seen", "_watching")

    def __init__(self, receive: Receive, request: asyncio.Task[object]) -> None:
        self._receive = receive
        self._request = request
        self._seen: list[Message] = []
        self._watching: asyncio.Task[None] | None = None
        self._has_cancelled = False

    async def receive(self) -> Message:
        """What the app receives: first of all what was received while watching."""
        return self._seen.pop(0) if self._seen else await self._receive()

    def begin(self, scope: Scope) -> None:
        """A request with a body is left alone: two receivers would share its parts between them."""
        if not any(name in _BODY_HEADERS for name, _ in scope["headers"]):
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
