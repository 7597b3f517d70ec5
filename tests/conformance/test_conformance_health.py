"""A service tells those who run it whether it lives, has started and may get requests."""

from __future__ import annotations

import grpc
import pytest
from grpc_client import GrpcClient
from grpc_health.v1 import health_pb2, health_pb2_grpc
from http_client import HttpClient
from stopping import StopReport
from target import Target

pytestmark = pytest.mark.system

_Status = health_pb2.HealthCheckResponse.ServingStatus


@pytest.mark.parametrize("page", ["/livez", "/readyz", "/startupz"])
async def test_a_running_service_is_well(target: Target, page: str) -> None:
    async with HttpClient.connected(target.health) as http:
        answer = await http.ask("GET", page)
    assert answer.status == 200, answer


async def test_the_probes_are_on_the_metrics_port_too(target: Target) -> None:
    async with HttpClient.connected(target.metrics) as http:
        answer = await http.ask("GET", "/readyz")
    assert answer.status == 200, answer


async def test_grpc_health_speaks_for_the_server_and_each_of_its_services(calls: GrpcClient) -> None:
    health = health_pb2_grpc.HealthStub(calls.channel)
    for name in ("", *(service.full_name for service in calls.contract.services)):
        answer = await health.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == _Status.SERVING, name


async def test_grpc_health_does_not_know_a_service_that_is_not_there(calls: GrpcClient) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await health_pb2_grpc.HealthStub(calls.channel).Check(health_pb2.HealthCheckRequest(service="no.such.Service"))
    assert raised.value.code() is grpc.StatusCode.NOT_FOUND


def test_readyz_says_no_while_the_service_drains(stopped: StopReport) -> None:
    assert stopped.readiness[-1] == 503


def test_grpc_health_says_no_while_the_service_drains(stopped: StopReport) -> None:
    assert stopped.grpc_health in ([], ["SERVING", "NOT_SERVING"])
