"""Generated services with a store run unchanged on a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio
from aiohttp import ClientSession
from front_door import add_customer, order_of, stored
from ordering_client import ordering_client
from polling import eventually
from postgres_server import binaries, postgres_server
from running_system import RunningSystem
from standalone import Standalone, running_broker, standalone

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

DUE = "2030-05-01T12:30:00Z"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server, without a database."""
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folders: those are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with postgres_server(folder, bin_folder) as url:
            yield url
    finally:
        shutil.rmtree(folder)


async def new_database(server: str) -> str:
    """The URL of an empty database."""
    name = f"d{uuid4().hex}"
    connection = await asyncpg.connect(f"{server}/postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return f"{server}/{name}"


async def rows(database: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(database)
    try:
        return [tuple(row) for row in await connection.fetch(statement, *parameters)]
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class Market:
    """The running services of `market.yaml`, each on a database of its own."""

    orders_url: str
    orders_database: str
    shipping_database: str
    session: ClientSession

    async def create(self, **changes: object) -> tuple[str, str]:
        """The id and the entity tag of a new order."""
        async with self.session.post(self.orders_url, json=order() | changes) as answer:
            assert answer.status == 201, await answer.text()
            created = await answer.json()
            assert answer.headers["Location"] == f"/v1/orders/{created['id']}"
            return created["id"], answer.headers["ETag"]

    async def get(self, identity: str) -> dict[str, Any]:
        async with self.session.get(f"{self.orders_url}/{identity}") as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def status(self, method: str, path: str = "", **arguments: Any) -> int:
        async with self.session.request(method, self.orders_url + path, **arguments) as answer:
            return answer.status


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(
    server: str, market: Path, service_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Market]:
    """The market, open."""
    databases = {name: await new_database(server) for name in ("orders", "payments", "shipping")}
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(running_broker(tmp_path_factory.mktemp("broker")))

        async def run(name: str, **variables: str) -> Standalone:
            variables |= {"DATABASE_URL": databases[name], "BROKER_URL": broker}
            service = standalone(market, name, service_python, **variables)
            await stack.enter_async_context(service.running())
            return service

        payments = await run("payments")
        await run("shipping")
        orders = await run("orders", PAYMENTS_URL=f"grpc://{payments.grpc_address}")
        session = await stack.enter_async_context(ClientSession())
        yield Market(f"{orders.http_url}/v1/orders", databases["orders"], databases["shipping"], session)


def order() -> dict[str, Any]:
    """What is asked for when an order is created."""
    return {
        "number": uuid4().hex[:12],
        "customer": "Ada",
        "total": {"amount": "25.00", "currency": "EUR"},
        "weight": "1.125",
        "due_at": DUE,
        "tags": ["gift", "fragile"],
    }


async def test_what_is_created_is_found_as_it_was_written(shop: Market) -> None:
    asked = order()

    identity, tag = await shop.create(**asked)

    assert tag == '"1"'
    found = await shop.get(identity)
    amount = Decimal(found["total"].pop("amount"))
    assert amount == Decimal("25")
    assert found == asked | {"id": identity, "total": {"currency": "EUR"}, "status": "draft"}
    columns = 'SELECT total_amount, weight FROM "order" WHERE id = $1'
    assert await rows(shop.orders_database, columns, UUID(identity)) == [(Decimal("25"), Decimal("1.125"))]


async def test_a_value_that_is_taken_is_a_conflict(shop: Market) -> None:
    asked = order()
    await shop.create(**asked)

    assert await shop.status("POST", json=order() | {"number": asked["number"]}) == 409


async def test_pages_hold_every_order_once(shop: Market) -> None:
    created = {(await shop.create())[0] for _ in range(5)}
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        async with shop.session.get(shop.orders_url, params=query) as answer:
            page = await answer.json()
        assert len(page["items"]) <= 2
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert created <= set(found)
    assert len(found) == len(set(found))


async def test_an_update_needs_the_version_that_was_read(shop: Market) -> None:
    identity, tag = await shop.create()
    changed = order() | {"status": "placed", "tags": []}

    assert await shop.status("PUT", f"/{identity}", json=changed) == 428
    assert await shop.status("PUT", f"/{identity}", json=changed, headers={"If-Match": '"7"'}) == 412
    assert await shop.status("PUT", f"/{identity}", json=changed, headers={"If-Match": tag}) == 200
    assert await shop.status("PUT", f"/{identity}", json=changed, headers={"If-Match": tag}) == 412
    found = await shop.get(identity)
    assert (found["number"], found["status"], found["tags"]) == (changed["number"], "placed", [])


async def test_a_deleted_order_is_gone(shop: Market) -> None:
    identity, tag = await shop.create()

    assert await shop.status("DELETE", f"/{identity}", headers={"If-Match": '"7"'}) == 412
    assert await shop.status("DELETE", f"/{identity}", headers={"If-Match": tag}) == 204
    assert await shop.status("GET", f"/{identity}") == 404


async def test_each_order_ships_once(shop: Market) -> None:
    identities = [UUID((await shop.create())[0]) for _ in range(5)]
    shipments = "SELECT count(*), max(version) FROM shipment WHERE order_id = ANY($1)"

    async def shipped() -> bool:
        return await rows(shop.shipping_database, shipments, identities) == [(len(identities), 1)]

    async def outbox_is_empty() -> bool:
        return await rows(shop.orders_database, "SELECT 1 FROM _outbox") == []

    await eventually(shipped)
    await eventually(outbox_is_empty)


async def test_an_order_stored_in_postgresql_reaches_the_kitchen_of_the_running_bistro(
    server: str, bistro: RunningSystem
) -> None:
    database = await new_database(server)
    ordering = standalone(
        bistro.folder,
        "ordering",
        bistro.python,
        DATABASE_URL=database,
        BROKER_URL=bistro.broker_url,
        ACCOUNTS_URL=bistro.http_url("accounts"),
    )
    order = order_of(add_customer(bistro))
    async with ordering.running(), ordering_client(ordering.grpc_address, ordering.service.folder) as client:
        first = await client.place(order)
        assert await client.place(order) == first

        async def outbox_is_empty() -> bool:
            return await rows(database, "SELECT 1 FROM _outbox") == []

        await eventually(outbox_is_empty)
    lines = 'SELECT o.version, l.name, l.price_amount FROM "order" o JOIN order_lines l ON l.owner_id = o.id'
    assert await rows(database, lines) == [(1, "Soup", Decimal("12.5"))]
    tickets = "SELECT version FROM ticket WHERE order_id = ?"
    await eventually(lambda: bistro.select("kitchen", tickets, stored(order["order_id"])) == [(1,)])
