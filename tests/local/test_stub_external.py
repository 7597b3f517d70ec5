from __future__ import annotations

import asyncio
import socket
from contextlib import closing

from msgen.local.http_probe import Answer, NoAnswerError, ask
from msgen.local.stub_external import stub_externals


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def test_every_request_is_answered_on_its_port() -> None:
    async def main() -> list[Answer]:
        psp, tax = _free_port(), _free_port()
        async with stub_externals({"psp": psp, "tax": tax}):
            return [
                await ask(f"http://127.0.0.1:{psp}/v1/charges?limit=1"),
                await ask(f"http://127.0.0.1:{tax}/", method="POST", body=b'{"amount": 1}'),
            ]

    assert asyncio.run(main()) == [Answer(200, "application/json")] * 2


def test_one_connection_carries_several_requests_also_with_chunked_bodies() -> None:
    async def main() -> bytes:
        port = _free_port()
        async with stub_externals({"psp": port}):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n"
                b"PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.1\r\n\r\n"
            )
            writer.write_eof()
            return await reader.read()

    assert asyncio.run(main()).count(b"HTTP/1.1 200 OK\r\n") == 3


def test_a_client_that_does_not_speak_http_is_hung_up_on() -> None:
    async def main() -> bytes:
        port = _free_port()
        async with stub_externals({"psp": port}):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"PUT / HTTP/1.1\r\nContent-Length: many\r\n\r\n")
            return await reader.read()

    assert asyncio.run(main()) == b""


def test_a_stub_is_gone_when_its_block_ends() -> None:
    async def main() -> str:
        port = _free_port()
        async with stub_externals({"psp": port}):
            pass
        try:
            await ask(f"http://127.0.0.1:{port}/")
        except NoAnswerError as reason:
            return str(reason)
        return "answered"

    assert asyncio.run(main()) == "Connection refused"
