"""Bistro as its customers see it: HTTP requests to the storefront."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from aiohttp import ClientSession
from running_system import RunningSystem


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    content_type: str = "application/json"


class FrontDoor:
    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def place(self, order: dict[str, Any], *, trace: str | None = None) -> Answer:
        """Place an order under its own id as the idempotency key."""
        headers = {"Idempotency-Key": order["order_id"]}
        if trace is not None:
            headers["traceparent"] = f"00-{trace}-{os.urandom(8).hex()}-01"
        return await self._ask("POST", "/v1/orders", json=order, headers=headers)

    async def track(self, order_id: str) -> Answer:
        return await self._ask("GET", f"/v1/orders/{order_id}")

    async def complete_ticket(self, ticket_id: str) -> Answer:
        return await self._ask("POST", f"/v1/tickets/{ticket_id}/complete")

    async def _ask(self, method: str, path: str, **arguments: Any) -> Answer:
        async with self._session.request(method, self._url + path, **arguments) as response:
            return Answer(response.status, await response.json(content_type=None), response.content_type)


def order_of(customer_id: str) -> dict[str, Any]:
    """A new order of two soups."""
    return {
        "order_id": str(uuid4()),
        "customer_id": customer_id,
        "address": {"street": "Main Street 1", "city": "Utrecht", "postcode": "1234 AB"},
        "lines": [
            {
                "dish_id": str(uuid4()),
                "name": "Soup",
                "quantity": 2,
                "price": {"amount": "12.50", "currency": "EUR"},
            }
        ],
    }


def add_customer(bistro: RunningSystem) -> str:
    """A customer in the store of accounts, whose API only reads."""
    customer = uuid4()
    bistro.insert(
        "accounts",
        "customer",
        id=customer.hex,
        version=1,
        email=f"{customer.hex}@example.org",
        name="Ada",
        phones="[]",
        tier="plain",
        active=1,
    )
    return str(customer)


def stored(identity: str) -> str:
    """An id as SQLite holds it."""
    return UUID(identity).hex
