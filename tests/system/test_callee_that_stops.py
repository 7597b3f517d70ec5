"""A callee stops answering: its callers stop asking, and start again soon after it is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pytest
from aiohttp import ClientSession
from counting_gate import CountingGate, counting_gate
from front_door import add_customer, order_of
from ordering_client import OrderingClient, ordering_client
from polling import eventually
from running_system import RunningSystem
from standalone import Standalone, standalone

pytestmark = pytest.mark.system

OPEN = 2
"""The value of `circuit_breaker_state` for an open breaker."""
MIN_CALLS = 20
"""Calls that the breakers of both systems want to see before they open."""
FAST = 0.05
"""Seconds; a try that reaches a hanging callee takes three times as long."""


@asynccontextmanager
async def ordering_behind(
    gate: CountingGate, bistro: RunningSystem, folder: Path
) -> AsyncIterator[tuple[Standalone, OrderingClient]]:
    """An ordering of its own, which finds accounts behind the gate."""
    ordering = standalone(
        bistro.folder,
        "ordering",
        bistro.python,
        ACCOUNTS_URL=gate.url,
        DATABASE_URL=f"sqlite:///{folder / 'ordering.db'}",
        BROKER_URL="memory://",
    )
    async with ordering.running(), ordering_client(ordering.grpc_address, ordering.service.folder) as client:
        yield ordering, client


async def test_a_hanging_callee_is_left_alone_until_it_is_back(bistro: RunningSystem, tmp_path: Path) -> None:
    known, second = add_customer(bistro), add_customer(bistro)
    async with (
        counting_gate(bistro.http_url("accounts")) as gate,
        ordering_behind(gate, bistro, tmp_path) as (ordering, client),
    ):

        async def breaker() -> float:
            return await ordering.metric("circuit_breaker_state", dependency="accounts")

        assert (await client.outcome(order_of(known)))[0] is grpc.StatusCode.OK
        assert await breaker() != OPEN
        gate.shut()
        before = gate.requests

        async def refused_until_open() -> bool:
            await asyncio.gather(*(client.outcome(order_of(str(uuid4()))) for _ in range(4)))
            return await breaker() == OPEN

        await eventually(refused_until_open, within=20)

        reached = gate.requests
        assert reached - before >= MIN_CALLS - 1  # the one good call counts among the breaker's calls too
        seconds = [await seconds_of_refusal(client, order_of(str(uuid4()))) for _ in range(5)]
        assert min(seconds) < FAST
        assert (await client.outcome(order_of(known)))[0] is grpc.StatusCode.OK  # answered from the cache
        assert gate.requests == reached

        gate.open()

        async def placed() -> bool:
            return (await client.outcome(order_of(second)))[0] is grpc.StatusCode.OK

        await eventually(placed, within=10)
        assert gate.requests > reached


async def seconds_of_refusal(client: OrderingClient, order: dict[str, Any]) -> float:
    """How long it takes to be told that accounts is not available."""
    clock = asyncio.get_running_loop().time
    started = clock()
    code, detail = await client.outcome(order)
    seconds = clock() - started
    assert (code, detail) == (grpc.StatusCode.UNAVAILABLE, "the breaker towards `accounts` is open")
    return seconds


async def test_a_dead_callee_over_grpc_is_a_problem_at_once_and_forgotten_when_it_is_back(
    bistro: RunningSystem, market: Path, tmp_path: Path
) -> None:
    payments = standalone(
        market,
        "payments",
        bistro.python,
        DATABASE_URL=f"sqlite:///{tmp_path / 'payments.db'}",
        BROKER_URL="memory://",
    )
    orders = standalone(
        market,
        "orders",
        bistro.python,
        PAYMENTS_URL=f"grpc://{payments.grpc_address}",
        DATABASE_URL=f"sqlite:///{tmp_path / 'orders.db'}",
        BROKER_URL="memory://",
    )

    async def status(session: ClientSession) -> int:
        async with session.post(f"{orders.http_url}/v1/orders", json=market_order()) as answer:
            return answer.status

    async with orders.running(), ClientSession() as session:
        async with payments.running():
            assert await eventually(lambda: status(session)) == 201

        async def detail_of_refusal() -> str:
            async with session.post(f"{orders.http_url}/v1/orders", json=market_order()) as answer:
                problem = await answer.json()
            assert (answer.status, answer.content_type) == (503, "application/problem+json")
            assert problem["code"] == "UNAVAILABLE"
            assert int(answer.headers["Retry-After"]) > 0
            return str(problem["detail"])

        for _ in range(MIN_CALLS):
            assert "payments" in await detail_of_refusal()
        assert await orders.metric("circuit_breaker_state", dependency="payments") == OPEN
        assert await detail_of_refusal() == "the breaker towards `payments` is open"

        async with payments.running():

            async def placed() -> bool:
                return await status(session) == 201

            await eventually(placed, within=10)


def market_order() -> dict[str, Any]:
    return {
        "number": uuid4().hex[:12],
        "customer": "Ada",
        "total": {"amount": "25.00", "currency": "EUR"},
        "tags": ["gift"],
    }
