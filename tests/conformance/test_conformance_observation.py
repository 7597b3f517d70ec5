"""What a service shows of its work: metrics that Prometheus reads, and traces that go on across services."""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path

import pytest
from expectations import problem_of
from grpc_contract import wire_path
from grpc_items import GrpcItems
from http_client import HttpClient
from prometheus_page import Sample, samples_of
from rest_contract import RestContract
from rest_items import RestItems
from target import Target, Targets

pytestmark = pytest.mark.system

_SECONDS_TO_LOG = 10


async def test_prometheus_can_read_the_metrics(target: Target) -> None:
    samples = await _metrics(target)
    assert samples


async def test_http_requests_are_counted_by_route_and_status(items: RestItems, rest_target: Target) -> None:
    await items.create()
    await items.http.ask("GET", items.absent())
    counted = await _labels_of(rest_target, "http_server_request_duration_seconds_count")
    seen = {
        tuple(labels[f"http_{part}"] for part in ("request_method", "route", "response_status_code"))
        for labels in counted
    }
    assert {("POST", items.resource.collection, "201"), ("GET", items.resource.item, "404")} <= seen


async def test_calls_are_counted_by_method_and_status(grpc_items: GrpcItems, grpc_target: Target) -> None:
    await grpc_items.create()
    await grpc_items.calls.code(grpc_items.resource.get, grpc_items.absent())
    counted = await _labels_of(grpc_target, "rpc_server_call_duration_seconds_count")
    seen = {(labels["rpc_method"], labels["rpc_response_status_code"]) for labels in counted}
    create, get = (wire_path(method)[1:] for method in (grpc_items.resource.create, grpc_items.resource.get))
    assert {(create, "OK"), (get, "NOT_FOUND")} <= seen


async def test_a_breaker_shows_its_state_for_each_dependency(calling_target: Target) -> None:
    shown = await _labels_of(calling_target, "circuit_breaker_state")
    assert {labels["dependency"] for labels in shown} == set(calling_target.calls)


async def test_a_problem_names_the_trace_of_its_caller(items: RestItems) -> None:
    trace = secrets.token_hex(16)
    answer = await items.http.ask("GET", items.absent(), headers=_below(trace))
    assert problem_of(answer, 404)["trace_id"] == trace


async def test_a_request_is_logged_with_the_trace_of_its_caller(items: RestItems, rest_target: Target) -> None:
    trace = secrets.token_hex(16)
    await items.http.ask("GET", items.absent(), headers=_below(trace))
    await _shows(_log_of(rest_target), trace)


async def test_a_call_is_logged_with_the_trace_of_its_caller(grpc_items: GrpcItems, grpc_target: Target) -> None:
    trace = secrets.token_hex(16)
    metadata = tuple(_below(trace).items())
    await grpc_items.calls.call(grpc_items.resource.list, {"limit": 1}, metadata=metadata)
    await _shows(_log_of(grpc_target), trace)


async def test_a_trace_goes_on_into_the_services_that_are_called(calling_target: Target, targets: Targets) -> None:
    trace = secrets.token_hex(16)
    contract = RestContract.of(calling_target.contracts / "openapi.yaml")
    async with HttpClient.connected(calling_target.http or "") as http:
        items = RestItems(http, contract, contract.resource())
        answer = await http.ask("POST", items.resource.collection, items.new_body(), headers=_below(trace))
    assert answer.status == 201, answer
    for name in calling_target.calls:
        await _shows(_log_of(targets.running(name)), trace)


@pytest.mark.parametrize("header", ["nonsense", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "", "00-Ü-1-1"])
async def test_a_trace_that_cannot_be_read_is_none(items: RestItems, header: str) -> None:
    answer = await items.http.ask("GET", items.absent(), headers={"traceparent": header})
    assert len(problem_of(answer, 404)["trace_id"].strip("0")) > 1


def _below(trace: str) -> dict[str, str]:
    return {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01"}


def _log_of(target: Target) -> Path:
    if target.log is None:
        pytest.skip(f"the log of {target.name} is not known: give --service-log")
    return target.log


async def _shows(log: Path, text: str) -> None:
    """A log has no event to await: whoever writes it is another process."""
    ends = time.monotonic() + _SECONDS_TO_LOG
    while not await asyncio.to_thread(_holds, log, text):
        assert time.monotonic() < ends, f"{log} does not show {text}"


def _holds(log: Path, text: str) -> bool:
    time.sleep(0.02)
    return text in log.read_text(encoding="utf-8", errors="replace")


async def _metrics(target: Target) -> list[Sample]:
    async with HttpClient.connected(target.metrics) as http:
        answer = await http.ask("GET", "/metrics")
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"].startswith("text/plain"), answer.headers
    return samples_of(answer.body.decode())


async def _labels_of(target: Target, name: str) -> list[dict[str, str]]:
    return [dict(sample.labels) for sample in await _metrics(target) if sample.name == name]
