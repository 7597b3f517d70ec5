"""A service starts in order, stops in order, and loses no request on the way."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import grpc
import pytest
import sample_service
from fastapi import FastAPI
from grpc_app import get
from grpc_health.v1 import health_pb2, health_pb2_grpc
from life import Service
from sample_service.platform.health import Health
from sample_service.platform.lifecycle import serve

SCRIPT = Path(__file__).with_name("live.py")
PACKAGE = Path(sample_service.__file__).parents[1]


@asynccontextmanager
async def running(
    service: Service, **options: object
) -> AsyncIterator[tuple[dict[str, int], asyncio.Event, asyncio.Task[int]]]:
    ready: asyncio.Future[dict[str, int]] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    life = asyncio.create_task(serve(service.runtime(**options), stop=stop, on_ready=ready.set_result))
    yield await ready, stop, life
    stop.set()
    service.finish.set()
    await life


async def test_requests_in_flight_on_both_protocols_are_answered_before_anything_is_closed():
    service = Service()
    async with (
        running(service) as (ports, stop, life),
        aiohttp.ClientSession(f"http://127.0.0.1:{ports['http']}") as session,
        grpc.aio.insecure_channel(f"127.0.0.1:{ports['grpc']}") as channel,
    ):
        request = asyncio.create_task(session.get("/slow"))
        call = asyncio.ensure_future(get(channel)(b""))
        assert {await service.running.get(), await service.running.get()} == {"http", "grpc"}
        stop.set()
        await wait_until_it_refuses(ports["http"])
        service.finish.set()
        assert (await request).status == 200
        assert await call == b"done"
        assert await life == 0
    starts, accepting, stops = service.log[:4], service.log[4], service.log[7:]
    assert starts == ["start database", "start broker", "start relay", "start consumer"]
    assert accepting == "stop accepting consumer"
    assert sorted(service.log[5:7]) == ["answer grpc", "answer http"]
    assert stops == ["stop consumer", "stop relay", "stop broker", "stop database"]


async def test_readiness_is_off_on_both_protocols_while_requests_are_still_taken():
    service = Service()
    service.finish.set()
    async with (
        running(service, drain=0.5) as (ports, stop, life),
        aiohttp.ClientSession(f"http://127.0.0.1:{ports['http']}") as session,
        grpc.aio.insecure_channel(f"127.0.0.1:{ports['grpc']}") as channel,
    ):
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
        assert (await session.get("/readyz")).status == 200
        stop.set()
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
        assert (await session.get("/readyz")).status == 503
        assert (await session.get("/slow")).status == 200
        watch.cancel()
        assert await life == 0


async def test_no_request_is_lost_when_the_service_stops_under_load():
    service = Service()
    service.finish.set()
    health, answered = Health(), []
    async with running(service, health=health, drain=0.2) as (ports, stop, life):

        async def send_until_not_ready(session: aiohttp.ClientSession) -> None:
            while not health.draining:
                async with session.get("/slow") as response:
                    answered.append(response.status)
                if len(answered) == 500:
                    stop.set()

        async with aiohttp.ClientSession(f"http://127.0.0.1:{ports['http']}") as session:
            await asyncio.gather(*(send_until_not_ready(session) for _ in range(20)))
        assert await life == 0
    assert len(answered) >= 500
    assert set(answered) == {200}


async def test_clients_hear_that_a_draining_service_ends_their_connections():
    service, health = Service(), Health()
    service.finish.set()
    async with (
        running(service, health=health, drain=0.5) as (ports, stop, life),
        aiohttp.ClientSession(f"http://127.0.0.1:{ports['http']}") as session,
    ):
        async with session.get("/slow") as response:
            assert "connection" not in response.headers
        watch = asyncio.create_task(health.changed.wait())
        stop.set()
        await watch
        async with session.get("/slow") as response:
            assert response.headers["connection"] == "close"
        assert await life == 0


async def test_the_metrics_port_answers_until_the_end():
    async with (
        running(Service()) as (ports, _, _),
        aiohttp.ClientSession(f"http://127.0.0.1:{ports['metrics']}") as session,
    ):
        assert (await session.get("/readyz")).status == 200
        assert "http_server_active_requests" in await (await session.get("/metrics")).text()


@pytest.mark.parametrize("part", ["consumer", "relay", "broker"])
async def test_a_part_that_fails_to_stop_keeps_no_other_from_stopping(part: str):
    service = Service(fails={part: "stop"})
    async with running(service) as (_, stop, life):
        stop.set()
        assert await life == 1
    assert service.log[-4:] == ["stop consumer", "stop relay", "stop broker", "stop database"]


async def test_a_part_that_never_stops_is_left_behind():
    class Stuck:
        async def start(self) -> None: ...

        async def stop(self) -> None:
            await asyncio.Event().wait()

    service = Service()
    async with running(service, relay=Stuck(), grace=0.0) as (_, stop, life):
        stop.set()
        assert await life == 1
    assert service.log[-2:] == ["stop broker", "stop database"]


async def test_a_service_that_cannot_start_stops_what_it_has_started():
    service = Service(fails={"broker": "start"})
    assert await serve(service.runtime(), stop=asyncio.Event()) == 1
    assert service.log == ["start database", "start broker", "stop broker", "stop database"]


async def test_a_port_that_is_taken_ends_the_start():
    service = Service()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        runtime = service.runtime(http_port=taken.getsockname()[1])
        assert await serve(runtime, stop=asyncio.Event()) == 1
    assert service.log[-1] == "stop database"


async def test_an_app_whose_lifespan_fails_ends_the_start():
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        raise ConnectionError("nothing there")
        yield

    service = Service()
    assert await serve(service.runtime(http_app=FastAPI(lifespan=lifespan)), stop=asyncio.Event()) == 1
    assert service.log[-1] == "stop database"


async def test_a_service_without_protocols_has_its_metrics_port_only():
    options = {"http_app": None, "grpc_server": None, "relay": None, "consumers": (), "resources": ()}
    async with running(Service(), **options) as (ports, _, _):
        assert list(ports) == ["metrics"]


@asynccontextmanager
async def process() -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, int]]]:
    started = await asyncio.create_subprocess_exec(sys.executable, SCRIPT, PACKAGE, stdout=asyncio.subprocess.PIPE)
    try:
        yield started, await event_of(started, "ready")
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def event_of(started: asyncio.subprocess.Process, event: str) -> dict:
    assert started.stdout is not None
    async for line in started.stdout:
        entry = json.loads(line)
        if entry["event"] == event:
            return entry
    raise AssertionError(f"the process ended without `{event}`")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_process_in_order_with_code_0(number: signal.Signals):
    async with process() as (started, _):
        started.send_signal(number)
        await event_of(started, "stopped")
        assert await started.wait() == 0


async def test_a_second_signal_ends_the_process_at_once():
    async with process() as (started, ports), aiohttp.ClientSession() as session:
        request = asyncio.create_task(session.get(f"http://127.0.0.1:{ports['http']}/slow"))
        await wait_until_in_flight(session, ports["metrics"])
        started.send_signal(signal.SIGTERM)
        await event_of(started, "stopping")
        started.send_signal(signal.SIGTERM)
        assert await started.wait() == 128 + signal.SIGTERM
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)


async def wait_until_in_flight(session: aiohttp.ClientSession, port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                if "http_server_active_requests 1\n" in await response.text():
                    return


async def wait_until_it_refuses(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                return
            writer.close()
            await asyncio.sleep(0.01)
