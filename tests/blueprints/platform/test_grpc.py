"""Trace, deadline, limit, errors, health and reflection of gRPC calls."""

import asyncio
import json
import socket

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_app import SERVICE, Sample, get
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status
from sample_service.domain._gen import errors as domain
from sample_service.platform.attempts import incoming_retries
from sample_service.platform.deadline import DeadlineExceeded, remaining
from sample_service.platform.logging import configure_logging
from sample_service.platform.trace import current_trace
from sample_service.resilience.errors import BreakerOpen, DependencyFailed, DependencyUnavailable
from sample_service.resilience.limiter import RateLimited

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
METHOD = f"/{SERVICE}/Get"

TABLE = [
    (domain.InvalidInput("no"), "INVALID_ARGUMENT"),
    (domain.Unauthenticated("no"), "UNAUTHENTICATED"),
    (domain.PermissionDenied("no"), "PERMISSION_DENIED"),
    (domain.NotFound("no"), "NOT_FOUND"),
    (domain.AlreadyExists("no"), "ALREADY_EXISTS"),
    (domain.IdempotencyKeyInProgress("no"), "ABORTED"),
    (domain.IdempotencyKeyReused("no"), "INVALID_ARGUMENT"),
    (domain.VersionMissing("no"), "INVALID_ARGUMENT"),
    (domain.VersionMismatch("no"), "ABORTED"),
    (RateLimited("Get", 1.5), "RESOURCE_EXHAUSTED"),
    (DependencyUnavailable("database"), "UNAVAILABLE"),
    (BreakerOpen("payments", 2), "UNAVAILABLE"),
    (DependencyFailed("payments", "rejected", code="NOT_FOUND"), "NOT_FOUND"),
    (DeadlineExceeded(), "DEADLINE_EXCEEDED"),
    (RuntimeError("secret"), "INTERNAL"),
]


async def answer(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
    trace = current_trace.get()
    told = {"trace": [*trace], "remaining": remaining(), "retries": incoming_retries.get()}
    return json.dumps(told).encode()


async def hang(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
    await asyncio.Event().wait()
    return b"never"


def raising(error: Exception):
    async def behaviour(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        raise error

    return behaviour


@pytest.mark.parametrize(("error", "code"), TABLE, ids=lambda value: type(value).__name__)
async def test_each_error_has_its_status(error: Exception, code: str):
    async with Sample(raising(error)).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await get(channel)(b"")
    assert failed.value.code().name == code
    assert "secret" not in failed.value.details()


async def test_problems_of_fields_travel_as_a_bad_request():
    invalid = domain.InvalidInput("no", (domain.FieldProblem("total", "must be positive"),))
    async with Sample(raising(invalid)).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await get(channel)(b"")
    [detail] = rpc_status.from_call(failed.value).details
    told = error_details_pb2.BadRequest()
    assert detail.Unpack(told)
    assert [(item.field, item.description) for item in told.field_violations] == [("total", "must be positive")]


async def test_a_refused_caller_is_told_when_to_come_back():
    async with Sample(raising(BreakerOpen("payments", 1.5))).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await get(channel)(b"")
    assert dict(failed.value.trailing_metadata())["grpc-retry-pushback-ms"] == "1500"
    told = error_details_pb2.RetryInfo()
    assert rpc_status.from_call(failed.value).details[0].Unpack(told)
    assert told.retry_delay.ToMilliseconds() == 1500


async def test_a_status_that_the_servicer_chose_itself_stands():
    async def behaviour(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        await context.abort(grpc.StatusCode.OUT_OF_RANGE, "too far")

    sample = Sample(behaviour)
    async with sample.channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await get(channel)(b"")
    assert failed.value.code() is grpc.StatusCode.OUT_OF_RANGE
    assert 'rpc_response_status_code="OUT_OF_RANGE"' in sample.registry.render()


async def test_trace_deadline_and_retries_of_the_caller_reach_the_method():
    metadata = (("traceparent", f"00-{TRACE_ID}-{SPAN_ID}-01"), ("tracestate", "a=b"), ("x-retry-attempt", "2"))
    async with Sample(answer).channel() as channel:
        told = json.loads(await get(channel)(b"", timeout=5, metadata=metadata))
    trace_id, _, sampled, parent_id, state = told["trace"]
    assert (trace_id, parent_id, sampled, state) == (TRACE_ID, SPAN_ID, True, "a=b")
    assert 0 < told["remaining"] <= 5
    assert told["retries"] == 2


async def test_a_call_without_a_deadline_gets_that_of_its_method_or_none():
    async with Sample(answer).channel() as channel:
        assert json.loads(await get(channel)(b""))["remaining"] is None
    async with Sample(answer).channel(timeouts={METHOD: 3.0}) as channel:
        assert 0 < json.loads(await get(channel)(b""))["remaining"] <= 3


async def test_the_timeout_of_the_method_ends_a_call_whose_caller_would_wait_longer():
    async with Sample(hang).channel(timeouts={METHOD: 0.02}) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await get(channel)(b"", timeout=60)
    assert failed.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert failed.value.details() == "the deadline of the request is over"


async def test_a_caller_that_leaves_ends_its_call():
    running, ended = asyncio.Event(), asyncio.Event()

    async def behaviour(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        running.set()
        try:
            return await hang(request, context)
        finally:
            ended.set()

    sample = Sample(behaviour)
    async with sample.channel() as channel:
        call = get(channel)(b"")
        await running.wait()
        call.cancel()
        await ended.wait()
        await asyncio.sleep(0)
    assert 'rpc_response_status_code="CANCELLED"' in sample.registry.render()


async def test_a_call_above_the_limit_is_shed():
    running = asyncio.Event()

    async def behaviour(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        running.set()
        return await hang(request, context)

    sample = Sample(behaviour)
    async with sample.channel(max_in_flight=1) as channel:
        first = get(channel)(b"")
        await running.wait()
        with pytest.raises(grpc.aio.AioRpcError) as shed:
            await get(channel)(b"")
        first.cancel()
    assert shed.value.code() is grpc.StatusCode.UNAVAILABLE
    assert "rpc_server_shed_calls_total 1" in sample.registry.render()


async def test_streams_pass_in_both_directions():
    async with Sample(answer).channel() as channel:
        watched = [item async for item in channel.unary_stream(f"/{SERVICE}/Watch")(b"")]
        tailed = [item async for item in channel.unary_stream(f"/{SERVICE}/Tail")(b"")]
        total = await channel.stream_unary(f"/{SERVICE}/Sum")(iter([b"1", b"2"]))
        echoed = [item async for item in channel.stream_stream(f"/{SERVICE}/Echo")(iter([b"1", b"2"]))]
    assert watched[1:] == [b"last"]
    assert len(tailed) == 1
    assert (total, echoed) == (b"1+2", [b"1", b"2"])


async def test_an_error_inside_a_stream_has_its_status():
    async with Sample(raising(domain.NotFound("no"))).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            async for _ in channel.unary_stream(f"/{SERVICE}/Watch")(b""):
                pass
    assert failed.value.code() is grpc.StatusCode.NOT_FOUND


async def test_an_unknown_method_is_unimplemented():
    async with Sample(answer).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await channel.unary_unary(f"/{SERVICE}/Nothing")(b"")
    assert failed.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_bytes_that_are_no_message_are_invalid():
    server = Sample(answer).server()
    handler = grpc.unary_unary_rpc_method_handler(answer, request_deserializer=health_pb2.HealthCheckRequest.FromString)
    server.server.add_registered_method_handlers("shop.Typed", {"Get": handler})
    port = await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await channel.unary_unary("/shop.Typed/Get")(b"\xff\xff")
    await server.stop(0)
    assert failed.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_no_call_is_lost_when_the_server_stops_under_load():
    server = Sample(answer).server()
    port, busy, answered, refused = await server.start(), asyncio.Event(), [], []
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:

        async def call_until_refused() -> None:
            try:
                while True:
                    answered.append(await get(channel)(b""))
                    if len(answered) == 300:
                        busy.set()
            except grpc.aio.AioRpcError as error:
                refused.append(error)

        callers = [asyncio.create_task(call_until_refused()) for _ in range(100)]
        await busy.wait()
        await server.stop(10)
        await asyncio.gather(*callers)
    assert {error.code() for error in refused} == {grpc.StatusCode.UNAVAILABLE}


async def test_each_call_is_measured_and_leaves_one_line(capfdbinary: pytest.CaptureFixture[bytes]):
    configure_logging("orders")
    sample = Sample(answer)
    async with sample.channel() as channel:
        await get(channel)(b"", metadata=(("traceparent", f"00-{TRACE_ID}-{SPAN_ID}-00"),))
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    [entry] = [line for line in lines if line["event"] == "request"]
    assert (entry["trace_id"], entry["method"], entry["code"]) == (TRACE_ID, METHOD[1:], "OK")
    labels = f'rpc_method="{METHOD[1:]}",rpc_response_status_code="OK"'
    assert f"rpc_server_call_duration_seconds_count{{{labels}}} 1" in sample.registry.render()
    assert "rpc_server_active_calls 0" in sample.registry.render()


async def test_health_follows_the_state_of_the_service():
    sample = Sample(answer)
    async with sample.channel() as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        statuses = stub.Watch(health_pb2.HealthCheckRequest(service=SERVICE))
        seen = [(await statuses.read()).status]
        sample.health.mark_started()
        seen.append((await statuses.read()).status)
        checked = (await stub.Check(health_pb2.HealthCheckRequest())).status
        listed = await stub.List(health_pb2.HealthListRequest())
        sample.health.mark_draining()
        seen.append((await statuses.read()).status)
        assert await statuses.read() is grpc.aio.EOF
    status = health_pb2.HealthCheckResponse
    assert seen == [status.NOT_SERVING, status.SERVING, status.NOT_SERVING]
    assert checked == status.SERVING
    assert sorted(listed.statuses) == ["", SERVICE]


async def test_the_health_of_an_unknown_service_is_not_found():
    async with Sample(answer).channel() as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await stub.Check(health_pb2.HealthCheckRequest(service="nobody"))
        watched = await stub.Watch(health_pb2.HealthCheckRequest(service="nobody")).read()
    assert failed.value.code() is grpc.StatusCode.NOT_FOUND
    assert watched.status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


async def test_the_server_tells_which_services_it_has():
    async with Sample(answer).channel() as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        call = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
        names = [service.name for service in (await call.read()).list_services_response.service]
        call.cancel()
    assert SERVICE in names
    assert "grpc.health.v1.Health" in names


async def test_a_port_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = Sample(answer).server(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="cannot listen on"):
            await server.start()
        await server.stop(0)
