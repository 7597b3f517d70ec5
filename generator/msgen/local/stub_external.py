"""The stand-in of an external system without an address: every request is answered 200 with `{}`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def stub_externals(ports: Mapping[str, int]) -> AsyncIterator[None]:
    """Stubs for these systems, name to port, as long as the block runs."""
    async with AsyncExitStack() as stack:
        for port in ports.values():
            server = await asyncio.start_server(_converse, "127.0.0.1", port)
            stack.callback(server.close)
        yield


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            await _read_request(reader)
            writer.write(_ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        # The client is done, or does not speak HTTP.
        return
    finally:
        writer.close()


async def _read_request(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(_header(line) for line in head.split(b"\r\n")[1:] if line)
    if headers.get(b"transfer-encoding") == b"chunked":
        await _read_chunks(reader)
    else:
        await reader.readexactly(int(headers.get(b"content-length", b"0")))


async def _read_chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        await reader.readexactly(size + 2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        continue


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()
