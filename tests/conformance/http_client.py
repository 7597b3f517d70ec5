"""Asks a service over HTTP and keeps the whole answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

NO_BODY = object()


@dataclass(frozen=True)
class Answer:
    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    """Found by their names in any case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def __repr__(self) -> str:
        """What a failing test shows."""
        return f"<{self.method} {self.path} -> {self.status} {self.body[:600]!r}>"


class HttpClient:
    """Follows no redirect and repeats nothing: what the service says is what a test sees."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    @classmethod
    @asynccontextmanager
    async def connected(cls, base: str) -> AsyncIterator[Self]:
        """A client of `http://host:port`, for as long as the block lasts."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60)) as session:
            yield cls(session, base)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = NO_BODY,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send the request; bytes go as they are, everything else as JSON."""
        given = dict(headers or {})
        data: bytes | None = None
        if body is not NO_BODY:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            given.setdefault("Content-Type", "application/json")
        async with self._session.request(
            method, f"{self._base}{path}", data=data, headers=given, allow_redirects=False
        ) as response:
            return Answer(method, path, response.status, response.headers, await response.read())
