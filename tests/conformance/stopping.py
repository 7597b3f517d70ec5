"""Stops a service while many clients are at work, and writes down what each of them saw."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import grpc
from grpc_client import GrpcClient
from grpc_contract import GrpcContract
from grpc_health.v1 import health_pb2, health_pb2_grpc
from keep_alive import KeepAliveConnection
from rest_contract import RestContract
from target import Target

CLIENTS = 200
"""All of them together, over REST, gRPC or half and half."""
_FEW = 10
"""One in so many calls by gRPC must be let in: one that a busy service has not looked at when it stops is refused, and
how many these are says how fast the machine is."""
_PAUSE = 0.02
"""Seconds between two requests of a client."""
_SECONDS_TO_STOP = 60.0
_NEVER_ACCEPTED = ("refused", "failed to connect", "socket closed before")


@dataclass
class StopReport:
    """What clients and probes saw from the signal on."""

    answers: Counter[str] = field(default_factory=Counter)
    """By status, the answers that arrived whole."""
    enough: int = 0
    """At least so many must have arrived: of every connection that a request had been sent over, and of a few calls."""
    lost: list[str] = field(default_factory=list)
    """Requests whose answer never came, and why."""
    readiness: list[int] = field(default_factory=list)
    """What `/readyz` said, in order."""
    grpc_health: list[str] = field(default_factory=list)
    """What `grpc.health.v1` said to one who watched it."""
    exit_code: int | None = None
    """Not known of a process that somebody else has started."""


class _Client(Protocol):
    async def work(self) -> None:
        """Return when there is nobody to work with any more."""


async def stop_under_load(target: Target) -> StopReport:
    """Send SIGTERM when every client has a request under way; return when clients and process have ended."""
    assert target.pid is not None
    report = StopReport()
    async with AsyncExitStack() as stack:
        clients: list[_Client] = [_ReadinessWatch(urlsplit(target.health).netloc, report)]
        count = CLIENTS // 2 if target.http and target.grpc else CLIENTS
        if target.http is not None:
            clients += await _http_clients(target.http, target.contracts, report, count)
            report.enough += count
        if target.grpc is not None:
            clients += await _grpc_clients(target, report, count, stack)
            report.enough += count // _FEW
        working = [asyncio.create_task(client.work()) for client in clients]
        await asyncio.sleep(0)
        os.kill(target.pid, signal.SIGTERM)
        await asyncio.wait_for(asyncio.gather(*working), _SECONDS_TO_STOP)
    report.exit_code = await asyncio.to_thread(_exit_code, target)
    return report


async def _http_clients(address: str, contracts: Path, report: StopReport, count: int) -> list[_HttpClient]:
    """Each with a connection that has served it once, and its second request under way."""
    path = f"{RestContract.of(contracts / 'openapi.yaml').resource().collection}?limit=1"
    connections = [await KeepAliveConnection.open(urlsplit(address).netloc) for _ in range(count)]
    for connection in connections:
        connection.send(path)
        await connection.receive()
    for connection in connections:
        connection.send(path)
    return [_HttpClient(connection, path, report) for connection in connections]


class _HttpClient:
    """Asks again and again over one connection, until the service says that it was the last time."""

    def __init__(self, connection: KeepAliveConnection, path: str, report: StopReport) -> None:
        self._connection = connection
        self._path = path
        self._report = report

    async def work(self) -> None:
        try:
            while await self._goes_on():
                self._connection.send(self._path)
        except (OSError, EOFError) as error:
            self._report.lost.append(f"GET {self._path}: {error!r}")
        finally:
            self._connection.close()

    async def _goes_on(self) -> bool:
        answer = await self._connection.receive()
        self._report.answers[str(answer.status)] += 1
        await asyncio.sleep(_PAUSE)
        return not answer.is_last and not self._connection.is_closed


class _ReadinessWatch:
    """Reads `/readyz` as a balancer does, until nobody is there to answer."""

    def __init__(self, authority: str, report: StopReport) -> None:
        self._authority = authority
        self._report = report

    async def work(self) -> None:
        try:
            while True:
                connection = await KeepAliveConnection.open(self._authority)
                connection.send("/readyz")
                answer = await connection.receive()
                connection.close()
                self._report.readiness.append(answer.status)
                await asyncio.sleep(_PAUSE)
        except (OSError, EOFError):
            return


async def _grpc_clients(target: Target, report: StopReport, count: int, stack: AsyncExitStack) -> list[_Client]:
    """All on one channel, as the clients of one process are."""
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    contract = GrpcContract.of(target.contracts, scratch)
    calls = await stack.enter_async_context(GrpcClient.connected(target.grpc or "", contract))
    watch = await _HealthWatch.begun(calls.channel, report)
    return [watch, *(_GrpcClient(calls, report) for _ in range(count))]


class _GrpcClient:
    """Calls again and again, until nobody accepts a connection."""

    def __init__(self, calls: GrpcClient, report: StopReport) -> None:
        self._calls = calls
        self._report = report

    async def work(self) -> None:
        method = self._calls.contract.resource().list
        while True:
            try:
                await self._calls.call(method, {"limit": 1})
            except grpc.aio.AioRpcError as error:
                if not self._was_answer(error):
                    return
            else:
                self._report.answers["OK"] += 1
            await asyncio.sleep(_PAUSE)

    def _was_answer(self, error: grpc.aio.AioRpcError) -> bool:
        details = (error.details() or "").lower()
        if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
            self._report.answers[error.code().name] += 1
            return True
        if not any(words in details for words in _NEVER_ACCEPTED):
            self._report.lost.append(f"{error.code().name}: {details}")
        return False


class _HealthWatch:
    """Listens to what the health service says, to the end of the stream."""

    def __init__(self, stream: Any, report: StopReport) -> None:
        self._stream = stream
        self._report = report

    @classmethod
    async def begun(cls, channel: grpc.aio.Channel, report: StopReport) -> _HealthWatch:
        """A watch that has heard the first word."""
        watch = cls(health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest()), report)
        watch._note(await watch._stream.read())
        return watch

    async def work(self) -> None:
        try:
            while (answer := await self._stream.read()) is not grpc.aio.EOF:
                self._note(answer)
        except grpc.aio.AioRpcError:
            return

    def _note(self, answer: health_pb2.HealthCheckResponse) -> None:
        self._report.grpc_health.append(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))


def _exit_code(target: Target) -> int | None:
    """Wait for the end of the process."""
    if target.process is None:
        return None
    try:
        return target.process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"{target.name} still runs {_SECONDS_TO_STOP:g} s after SIGTERM") from None
