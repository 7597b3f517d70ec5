"""The broker dies under load and stays away for a while: nothing is lost, nothing is applied twice."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from front_door import FrontDoor, add_customer, order_of, stored
from polling import eventually
from running_system import RunningSystem

from msgen.local.broker import NAME as BROKER_PROCESS
from msgen.local.environment import LOOPBACK
from msgen.local.ports import BROKER

pytestmark = pytest.mark.system

SECONDS_AWAY = 6
"""Then the supervisor is in its fourth pause, which lasts five seconds: the broker is away for about ten."""
SECONDS_TO_CATCH_UP = 60
CUSTOMERS = 3
"""Each places one order after the other."""
PAUSE = 0.1
"""Seconds between two orders of one customer."""


class Customers:
    """A steady stream of orders, with what became of each."""

    def __init__(self, front_door: FrontDoor, customer: str) -> None:
        self.accepted: list[str] = []
        self.refused: list[tuple[int, Any]] = []
        self._front_door = front_door
        self._customer = customer
        self._leaving = asyncio.Event()

    async def order_until_told_to_leave(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(CUSTOMERS):
                group.create_task(self._order())

    def leave(self) -> None:
        self._leaving.set()

    async def _order(self) -> None:
        while not self._leaving.is_set():
            order = order_of(self._customer)
            answer = await self._front_door.place(order)
            if answer.status == 200:
                self.accepted.append(order["order_id"])
            else:
                self.refused.append((answer.status, answer.body))
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def port_taken(port: int) -> AsyncIterator[None]:
    """Somebody else listens there and hangs up on everybody."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def listen() -> asyncio.Server | None:
        try:
            return await asyncio.start_server(hang_up, LOOPBACK, port)
        except OSError:
            return None  # the killed process is not quite gone

    server = await eventually(listen)
    try:
        yield
    finally:
        server.close()


async def broker_dies_and_stays_away(bistro: RunningSystem) -> None:
    """Until the supervisor has it running again."""
    broker = bistro.process(BROKER_PROCESS)
    os.kill(broker.identity.pid, signal.SIGKILL)
    async with port_taken(bistro.slot(BROKER).base):
        await asyncio.sleep(SECONDS_AWAY)
    await eventually(lambda: is_back(bistro), within=SECONDS_TO_CATCH_UP)


def is_back(bistro: RunningSystem) -> bool:
    return any(process.name == BROKER_PROCESS and process.is_alive for process in bistro.processes())


async def test_no_order_is_lost_or_applied_twice_while_the_broker_is_away(
    bistro: RunningSystem, front_door: FrontDoor
) -> None:
    customers = Customers(front_door, add_customer(bistro))
    ordering = asyncio.create_task(customers.order_until_told_to_leave())
    await eventually(lambda: customers.accepted)
    accepted_before = len(customers.accepted)

    await broker_dies_and_stays_away(bistro)

    assert len(customers.accepted) > accepted_before, "the front door waits for the broker"
    customers.leave()
    await ordering
    assert customers.refused == []
    accepted = {(stored(order), 1) for order in customers.accepted}

    def applied_once(service: str, statement: str) -> bool:
        return accepted <= set(bistro.select(service, statement))

    tickets = "SELECT order_id, version FROM ticket"
    views = "SELECT id, version FROM order_view"
    await eventually(lambda: applied_once("kitchen", tickets), within=SECONDS_TO_CATCH_UP)
    await eventually(lambda: applied_once("order-history", views), within=SECONDS_TO_CATCH_UP)
    await eventually(lambda: bistro.count("ordering", "_outbox") == 0, within=SECONDS_TO_CATCH_UP)
    # The outbox is empty and the last order has arrived, so a second copy of an earlier one would have arrived, too.
    assert applied_once("kitchen", tickets)
    assert applied_once("order-history", views)
