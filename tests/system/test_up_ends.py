"""However `msgen up` ends, its processes end with it, and the next start finds everything in order."""

from __future__ import annotations

import pytest
from front_door import FrontDoor, add_customer, order_of, stored
from polling import eventually
from running_system import RunningSystem

pytestmark = pytest.mark.system

EIGHT = 8
"""Seven services and the broker."""


async def test_nothing_outlives_a_killed_supervisor_and_the_next_start_works(
    bistro: RunningSystem, front_door: FrontDoor
) -> None:
    processes = bistro.processes()
    assert len(processes) == EIGHT
    order = order_of(add_customer(bistro))
    assert (await front_door.place(order)).status == 200

    bistro.kill_supervisor()

    await eventually(lambda: not any(process.is_alive for process in processes))
    bistro.start()
    assert len(bistro.processes()) == EIGHT
    tickets = "SELECT version FROM ticket WHERE order_id = ?"
    await eventually(lambda: bistro.select("kitchen", tickets, stored(order["order_id"])) == [(1,)])


async def test_an_interrupted_system_stops_cleanly(bistro: RunningSystem) -> None:
    processes = bistro.processes()
    assert len(processes) == EIGHT

    assert bistro.interrupt() == 0

    assert not any(process.is_alive for process in processes)
    assert bistro.processes() == ()
