"""What commits together, and what happens to it when something goes wrong."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
from sample_orders import an_order
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.errors import StoreUnavailable
from stored_service.adapters.db._gen.repositories import OrderRepository
from stored_service.domain._gen.errors import AlreadyExists
from stored_service.domain._gen.order import Order
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


class RefusedError(Exception):
    """Raised by the tests' own code."""


@pytest.fixture
def orders(database: Database) -> OrderRepository:
    return OrderRepository(database)


async def count(database: Database) -> int:
    async with database.connection() as connection:
        return int(await connection.scalar(text('SELECT count(*) FROM "order"')) or 0)


async def test_a_transaction_is_stored_at_its_end_and_not_before(database: Database, orders: OrderRepository) -> None:
    order, written, looked = an_order(), asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.transaction():
            await orders.add(order)
            assert await orders.find(Order, order.id) == order
            written.set()
            await looked.wait()

    writing = asyncio.create_task(write())
    await written.wait()
    assert await orders.find(Order, order.id) is None
    looked.set()
    await writing
    assert await orders.find(Order, order.id) == order


async def test_an_error_takes_back_the_whole_transaction(database: Database, orders: OrderRepository) -> None:
    async def fail() -> None:
        async with database.transaction():
            await orders.add(an_order())
            async with database.transaction():
                await orders.add(an_order())
            raise RefusedError

    with pytest.raises(RefusedError):
        await fail()
    assert await count(database) == 0


async def test_a_failed_part_dooms_the_whole_even_if_somebody_catches_it(
    database: Database, orders: OrderRepository
) -> None:
    order = an_order()

    async def catch() -> None:
        async with database.transaction():
            await orders.add(order)
            with pytest.raises(AlreadyExists):
                await orders.add(an_order(id=order.id))

    with pytest.raises(RuntimeError, match="nothing of it is stored"):
        await catch()
    assert await count(database) == 0


async def test_a_cancelled_caller_does_not_stop_a_commit(
    database: Database, orders: OrderRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, begun, go_on = AsyncConnection.commit, asyncio.Event(), asyncio.Event()

    async def slow_commit(connection: AsyncConnection) -> None:
        begun.set()
        await go_on.wait()
        await commit(connection)

    monkeypatch.setattr(AsyncConnection, "commit", slow_commit)
    writing = asyncio.create_task(orders.add(an_order()))
    await begun.wait()
    writing.cancel()
    asyncio.get_running_loop().call_soon(go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await count(database) == 1


async def test_a_cancelled_transaction_is_taken_back_and_frees_its_connection(
    database_url: str,
) -> None:
    database = Database(database_url, pool_size=1)
    orders, written = OrderRepository(database), asyncio.Event()

    async def write() -> None:
        async with database.transaction():
            await orders.add(an_order())
            written.set()
            await asyncio.Event().wait()

    writing = asyncio.create_task(write())
    await written.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await orders.add(an_order())
    assert await count(database) == 1
    await database.close()


async def test_a_statement_that_is_cut_short_locks_nobody_out(database_url: str) -> None:
    database = Database(database_url, pool_size=1, busy_timeout=0.2)
    orders, order, kept = OrderRepository(database), an_order(), []
    await orders.add(order)

    async def change() -> None:
        async with database.transaction():
            await orders.update(await orders.get(Order, order.id))

    for turns in range(100):
        changing = asyncio.create_task(change())
        for _ in range(turns):
            await asyncio.sleep(0)
        changing.cancel()
        kept += await asyncio.gather(changing, return_exceptions=True)  # what errors refer to stays alive
        await change()
    assert any(isinstance(result, asyncio.CancelledError) for result in kept)
    await database.close()


async def test_no_connection_is_held_before_the_first_statement(database_url: str) -> None:
    database = Database(database_url, pool_size=1, pool_timeout=0.5, busy_timeout=0.5)
    orders = OrderRepository(database)
    order = an_order()
    async with database.transaction():
        await asyncio.create_task(_outside(orders, order))
        assert await orders.find(Order, order.id) == order
    await database.close()


async def _outside(orders: OrderRepository, order: Order) -> None:
    """A task of its own inside the block would share the transaction: leave it first."""
    orders._database._unit.set(None)
    await orders.add(order)


async def test_reads_at_the_start_of_a_unit_of_work_hold_no_connection(database_url: str) -> None:
    database = Database(database_url, pool_size=1, pool_timeout=0.5, busy_timeout=0.5)
    orders = OrderRepository(database)
    first, second = an_order(), an_order()
    async with database.unit_of_work():
        assert await orders.find(Order, first.id) is None
        await asyncio.create_task(_outside(orders, first))
        assert await orders.find(Order, first.id) == first
        async with database.transaction():
            await orders.add(second)
        assert await orders.find(Order, second.id) == second
    assert await count(database) == 2
    await database.close()


async def test_a_unit_of_work_is_stored_at_its_own_end(database: Database, orders: OrderRepository) -> None:
    async def fail() -> None:
        async with database.unit_of_work():
            async with database.transaction():
                await orders.add(an_order())
            raise RefusedError

    with pytest.raises(RefusedError):
        await fail()
    assert await count(database) == 0


async def test_callbacks_run_after_the_commit_and_only_after_one(database: Database, orders: OrderRepository) -> None:
    calls: list[str] = []

    async def fail() -> None:
        async with database.transaction():
            database.on_commit(lambda: calls.append("taken back"))
            raise RefusedError

    with pytest.raises(RefusedError):
        await fail()
    async with database.transaction():
        await orders.add(an_order())
        database.on_commit(lambda: calls.append("stored"))
        assert calls == []
    database.on_commit(lambda: calls.append("outside"))
    assert calls == ["stored", "outside"]


async def test_a_task_that_outlives_its_transaction_is_no_part_of_it(
    database: Database, orders: OrderRepository
) -> None:
    over = asyncio.Event()

    async def later() -> None:
        await over.wait()
        await orders.add(an_order())

    async with database.transaction():
        task = asyncio.create_task(later())
        await orders.add(an_order())
    over.set()
    await task
    assert await count(database) == 2


async def test_many_writers_wait_for_each_other_and_none_fails(database_url: str) -> None:
    database = Database(database_url, pool_timeout=30.0, busy_timeout=30.0)
    orders = OrderRepository(database)
    await asyncio.gather(*(orders.add(an_order()) for _ in range(40)))
    assert await count(database) == 40
    await database.close()


async def test_a_single_read_cannot_change_anything(database: Database) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with database.connection() as connection:
            await connection.execute(text('DELETE FROM "order"'))


async def test_a_store_whose_connections_are_all_taken_is_unavailable(database_url: str) -> None:
    database = Database(database_url, pool_size=1, pool_timeout=0.01, busy_timeout=0.01)
    orders = OrderRepository(database)
    async with database.transaction():
        await orders.add(an_order())
        with pytest.raises(StoreUnavailable) as raised:
            await asyncio.create_task(_outside(orders, an_order()))
    assert raised.value.dependency == "store"
    assert raised.value.retry_after == 1.0
    await database.close()


async def test_a_server_that_does_not_answer_is_unavailable(unused_tcp_port: int) -> None:
    database = Database(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/none")
    with pytest.raises(StoreUnavailable):
        await database.ping()
    with pytest.raises(StoreUnavailable):
        await OrderRepository(database).add(an_order())
    await database.close()


async def test_a_file_that_another_process_keeps_locked_is_unavailable(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "locked.db"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}", busy_timeout=0.05)
    await database.ping()
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await OrderRepository(database).add(an_order())
    other.close()
    await OrderRepository(database).add(an_order())
    await database.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/name", "`mysql://` is not supported"),
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
    ],
)
async def test_a_url_of_something_else_is_refused(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        await Database(url).ping()


async def test_a_database_answers_a_ping_and_can_be_used_again_after_a_close(database: Database) -> None:
    await database.ping()
    await database.stop()
    await database.ping()
    assert database.dialect in ("sqlite", "postgresql")
