"""Trace, deadline, limit, metrics and access log of HTTP requests."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from http_app import Sample
from sample_service.platform.attempts import incoming_retries
from sample_service.platform.deadline import enforced_deadline, remaining
from sample_service.platform.http_server import HttpServer
from sample_service.platform.logging import configure_logging
from sample_service.platform.trace import current_trace

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def telling() -> Sample:
    sample, router = Sample(), APIRouter(prefix="/v1")

    @router.get("/orders/{order_id}")
    async def get_order(order_id: str) -> dict[str, object]:
        trace = current_trace.get()
        assert trace is not None
        return {
            "trace": [trace.trace_id, trace.parent_id, trace.sampled, trace.state],
            "remaining": remaining(),
            "retries": incoming_retries.get(),
        }

    sample.app.include_router(router, prefix="/api")
    return sample.install()


async def test_the_trace_of_the_caller_goes_on():
    headers = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01", "tracestate": "a=b"}
    async with telling().client() as client:
        told = (await client.get("/api/v1/orders/7", headers=headers)).json()
    assert told["trace"] == [TRACE_ID, SPAN_ID, True, "a=b"]


async def test_a_request_without_a_trace_begins_one():
    async with telling().client() as client:
        told = (await client.get("/api/v1/orders/7", headers={"traceparent": "nonsense"})).json()
    trace_id, parent_id, _, _ = told["trace"]
    assert len(trace_id) == 32
    assert parent_id == ""


async def test_the_callers_deadline_and_its_retries_reach_the_handler():
    headers = {"x-request-timeout-ms": "5000", "x-retry-attempt": "2"}
    async with telling().client() as client:
        told = (await client.get("/api/v1/orders/7", headers=headers)).json()
    assert 0 < told["remaining"] <= 5
    assert told["retries"] == 2


@pytest.mark.parametrize("unreadable", ["soon", "-1", "1e3", "9999999999"])
async def test_a_deadline_that_cannot_be_read_is_as_good_as_none(unreadable: str):
    async with telling().client() as client:
        response = await client.get("/api/v1/orders/7", headers={"x-request-timeout-ms": unreadable})
    assert response.json()["remaining"] is None


async def test_a_deadline_that_is_over_cancels_the_handler():
    sample = Sample().hangs().install()
    async with sample.client() as client:
        response = await client.post("/orders", headers={"x-request-timeout-ms": "20"})
    assert (response.status_code, response.json()["code"]) == (504, "DEADLINE_EXCEEDED")
    assert sample.cancelled.is_set()


async def test_a_deadline_ends_a_read_as_well():
    sample = Sample().hangs().install()
    async with sample.client() as client:
        response = await client.get("/orders", headers={"x-request-timeout-ms": "150"})
    assert response.status_code == 504


async def test_a_request_without_a_deadline_gets_the_default_one():
    sample = Sample().hangs().install(default_timeout=0.02)
    async with sample.client() as client:
        response = await client.post("/orders")
    assert response.status_code == 504


async def test_the_operations_own_deadline_is_answered_the_same_way():
    sample = Sample()

    @sample.app.get("/orders")
    async def list_orders() -> None:
        async with enforced_deadline(0.01):
            await asyncio.Event().wait()

    async with sample.install().client() as client:
        response = await client.get("/orders", headers={"x-request-timeout-ms": "60000"})
    assert response.status_code == 504


async def test_a_request_above_the_limit_is_shed_and_told_when_to_come_back():
    sample = Sample().hangs().install(max_in_flight=1)
    async with sample.client() as client:
        first = asyncio.create_task(client.post("/orders"))
        await sample.running.wait()
        shed = await client.post("/orders")
        alive = await client.get("/livez")
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert (shed.status_code, alive.status_code) == (503, 200)
    assert shed.headers["content-type"] == "application/problem+json"
    assert shed.headers["retry-after"] == "1"
    assert "http_server_shed_requests_total 1" in sample.registry.render()


async def test_durations_are_measured_by_the_template_of_the_path():
    sample = telling()
    async with sample.client() as client:
        await client.get("/api/v1/orders/7")
        await client.get("/api/v1/orders/8")
        await client.get("/nowhere")
        await client.request("BREW", "/nowhere")
    text = sample.registry.render()
    labels = 'http_request_method="GET",http_route="/api/v1/orders/{order_id}",http_response_status_code="200"'
    assert f"http_server_request_duration_seconds_count{{{labels}}} 2" in text
    assert 'http_request_method="GET",http_route="unmatched",http_response_status_code="404"' in text
    assert 'http_request_method="_OTHER",http_route="unmatched"' in text
    assert "http_server_active_requests 0" in text


async def test_each_request_leaves_one_line_with_its_trace(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders")
    async with telling().client() as client:
        await client.get("/api/v1/orders/7", headers={"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-00"})
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    [entry] = [line for line in lines if line["event"] == "request"]
    assert entry["trace_id"] == TRACE_ID
    assert (entry["method"], entry["status"]) == ("GET", 200)
    assert entry["route"] == "/api/v1/orders/{order_id}"
    assert entry["duration_ms"] > 0


async def test_probes_are_answered_beside_the_routes_and_leave_no_trace():
    sample = telling()
    async with sample.client() as client:
        before = await client.get("/startupz")
        sample.health.mark_started()
        answers = [await client.get(path) for path in ("/livez", "/readyz", "/startupz")]
    assert before.status_code == 503
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "livez" not in sample.registry.render()


async def test_an_error_after_the_answer_began_breaks_the_answer_off():
    sample = Sample()

    @sample.app.get("/orders")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one"
            raise RuntimeError("broken")

        return StreamingResponse(parts())

    server = HttpServer(sample.install().app, host="127.0.0.1", port=0, grace=1)
    port = await server.start()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientPayloadError):
            await (await session.get(f"http://127.0.0.1:{port}/orders")).read()
    await server.stop()


@pytest.mark.parametrize(("method", "ends"), [("GET", True), ("POST", False)])
async def test_only_a_request_that_changes_nothing_ends_when_its_caller_leaves(method: str, ends: bool):
    sample = Sample().hangs().install()
    server = HttpServer(sample.app, host="127.0.0.1", port=0, grace=1)
    port = await server.start()
    async with aiohttp.ClientSession() as session:
        request = asyncio.create_task(session.request(method, f"http://127.0.0.1:{port}/orders"))
        await sample.running.wait()
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
    if ends:
        await sample.cancelled.wait()
        assert 'http_response_status_code="499"' in sample.registry.render()
    else:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sample.cancelled.wait(), 0.3)
    await server.stop()


async def test_a_slow_read_receives_what_was_received_while_watching():
    sample = Sample()

    @sample.app.get("/orders")
    async def read_late(request: Request) -> str:
        await asyncio.sleep(0.15)
        return (await request.body()).decode() + "read"

    server = HttpServer(sample.install().app, host="127.0.0.1", port=0, grace=1)
    port = await server.start()
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/orders") as response:
        assert await response.json() == "read"
    await server.stop()


async def test_a_slow_read_with_a_body_still_gets_its_body():
    sample = Sample()

    @sample.app.get("/orders")
    async def search(body: dict[str, int]) -> dict[str, int]:
        return body

    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"a"'
        await asyncio.sleep(0.15)
        yield b":1}"

    server = HttpServer(sample.install().app, host="127.0.0.1", port=0, grace=1)
    port = await server.start()
    async with aiohttp.ClientSession() as session:
        url, headers = f"http://127.0.0.1:{port}/orders", {"content-type": "application/json"}
        async with session.get(url, data=slowly(), headers=headers) as response:
            assert await response.json() == {"a": 1}
    await server.stop()
