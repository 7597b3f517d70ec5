"""A plain HTTP/1.1 connection that is kept open and never tries anything twice, unlike the clients people use.

Such a client is what a stop is measured with: it shows every answer that was lost on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    status: int
    is_last: bool
    """Whether the service ends the connection after this answer."""


class KeepAliveConnection:
    """One accepted connection; `OSError` from `open` where nobody listens any more."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, authority: str) -> None:
        self._reader = reader
        self._writer = writer
        self._authority = authority

    @classmethod
    async def open(cls, authority: str) -> Self:
        """Connect to `host:port`."""
        host, port = authority.rsplit(":", 1)
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        return cls(reader, writer, authority)

    @property
    def is_closed(self) -> bool:
        """Whether the service has ended it while nothing was asked."""
        return self._reader.at_eof()

    def send(self, path: str) -> None:
        """Ask for one page."""
        lines = (f"GET {path} HTTP/1.1", f"Host: {self._authority}", "Accept: application/json", "", "")
        self._writer.write("\r\n".join(lines).encode())

    async def receive(self) -> PlainAnswer:
        """Read the whole answer; `EOFError` or `OSError` where the connection ends before it does."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        await self._read_body(headers)
        return PlainAnswer(int(status_line.split()[1]), headers.get("connection", "").lower() == "close")

    async def _read_body(self, headers: Mapping[str, str]) -> None:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            await self._reader.readexactly(int(headers.get("content-length", "0")))
            return
        size = 1
        while size:
            size = int((await self._reader.readline()).split(b";")[0], 16)
            await self._reader.readexactly(size + len(b"\r\n"))

    def close(self) -> None:
        self._writer.close()
