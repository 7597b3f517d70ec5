"""An order on its way through five services of a bistro that really runs."""

from __future__ import annotations

import os
import re
from typing import Any
from uuid import UUID

import pytest
from front_door import Answer, FrontDoor, add_customer, order_of, stored
from polling import eventually
from running_system import RunningSystem
from sample_readme import blocks, pasted

pytestmark = pytest.mark.system


def ticket_of(bistro: RunningSystem, order: dict[str, Any]) -> tuple[str, str] | None:
    """Id and state, as kitchen itself has stored them."""
    statement = "SELECT id, state FROM ticket WHERE order_id = ?"
    rows = bistro.select("kitchen", statement, stored(order["order_id"]))
    return (str(UUID(rows[0][0])), rows[0][1]) if rows else None


async def tracked(front_door: FrontDoor, order: dict[str, Any]) -> Answer | None:
    """What the read side says; `None` as long as it does not know the order."""
    answer = await front_door.track(order["order_id"])
    return answer if answer.status == 200 else None


def test_the_commands_of_its_readme_work(stopped_bistro: RunningSystem) -> None:
    (block,) = blocks("bistro")

    said = pasted(block, stopped_bistro.folder.parent)

    assert re.search(r"^\d+ checks passed$", said, re.MULTILINE)


async def test_an_order_reaches_the_kitchen_and_the_read_side(bistro: RunningSystem, front_door: FrontDoor) -> None:
    order = order_of(add_customer(bistro))

    placed = await front_door.place(order)

    assert placed.status == 200
    assert placed.body.keys() == {"id", "status", "total", "updated_at"}
    assert placed.body["id"] == order["order_id"]
    assert placed.body["status"] == "placed"
    _, state = await eventually(lambda: ticket_of(bistro, order), within=5)
    assert state == "open"
    found = await eventually(lambda: tracked(front_door, order), within=5)
    assert found.body["id"] == order["order_id"]
    assert found.body["total"] == placed.body["total"]


@pytest.mark.parametrize("service", ["storefront", "ordering", "accounts", "kitchen", "order-history"])
async def test_one_trace_stands_in_the_log_of_every_service_that_an_order_passes(
    bistro: RunningSystem, front_door: FrontDoor, service: str
) -> None:
    trace = os.urandom(16).hex()

    await front_door.place(order_of(add_customer(bistro)), trace=trace)

    assert await eventually(lambda: [line for line in bistro.log(service) if line.get("trace_id") == trace], within=5)


async def test_a_repeated_request_gets_the_first_answer_and_has_no_second_effect(
    bistro: RunningSystem, front_door: FrontDoor
) -> None:
    order = order_of(add_customer(bistro))

    first = await front_door.place(order)
    again = await front_door.place(order)

    assert first.status == again.status == 200
    assert first.body == again.body
    orders = 'SELECT version FROM "order" WHERE id = ?'
    assert bistro.select("ordering", orders, stored(order["order_id"])) == [(1,)]
    # A later order has passed the same outbox and the same consumer, so a second event would be there by now.
    later = order_of(order["customer_id"])
    await front_door.place(later)
    await eventually(lambda: ticket_of(bistro, later))
    tickets = "SELECT version FROM ticket WHERE order_id = ?"
    assert bistro.select("kitchen", tickets, stored(order["order_id"])) == [(1,)]


async def test_another_order_under_the_same_key_is_refused(bistro: RunningSystem, front_door: FrontDoor) -> None:
    order = order_of(add_customer(bistro))
    await front_door.place(order)

    changed = await front_door.place(order | {"lines": order["lines"] * 2})

    assert (changed.status, changed.content_type) == (422, "application/problem+json")


async def test_a_completed_ticket_becomes_a_delivery_and_is_seen_on_the_read_side(
    bistro: RunningSystem, front_door: FrontDoor
) -> None:
    order = order_of(add_customer(bistro))
    await front_door.place(order)
    ticket, _ = await eventually(lambda: ticket_of(bistro, order))
    before = await eventually(lambda: tracked(front_door, order))

    completed = await front_door.complete_ticket(ticket)

    assert completed.status == 200
    deliveries = "SELECT count(*) FROM delivery WHERE order_id = ?"
    await eventually(lambda: bistro.select("delivery", deliveries, stored(order["order_id"])) == [(1,)])

    async def changed() -> bool:
        now = await tracked(front_door, order)
        return now is not None and now.body["updated_at"] != before.body["updated_at"]

    await eventually(changed)
