"""The service's database: its connections, and what commits together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cached_property, partial
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from .dialects import Engines, create_engines
from .errors import StoreUnavailable, translated

T = TypeVar("T")


class _Unit:
    """What commits together, with the connection it holds from its first statement on."""

    def __init__(self, entered: bool) -> None:
        self.entered = entered
        """A `transaction()` has begun: from here on, reads use its connection too."""
        self.over = False
        self.connection: AsyncConnection | None = None
        self.connecting = asyncio.Lock()
        self.failure: BaseException | None = None
        self.callbacks: list[Callable[[], None]] = []


class Database:
    """Gives out connections and transactions; connects when first used."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 5,
        pool_timeout: float = 2.0,
        busy_timeout: float = 5.0,
    ) -> None:
        self._create_engines = partial(
            create_engines,
            url,
            pool_size=pool_size,
            pool_timeout=pool_timeout,
            busy_timeout=busy_timeout,
        )
        # One variable per database: a service may have several, and a transaction belongs to one.
        self._unit: ContextVar[_Unit | None] = ContextVar("unit_of_work", default=None)

    @cached_property
    def _engines(self) -> Engines:
        return self._create_engines()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing: every statement inside is committed at the end, or none is.

        Inside another transaction it becomes a part of that one. An exception that leaves the part
        dooms the whole, also if somebody catches it further out: half a change is never stored.
        """
        unit = self._current()
        if unit is None:
            async with self._outermost(_Unit(entered=True)):
                yield
        else:
            async with self._joined(unit):
                yield

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        """A transaction that begins with the first `transaction()` inside it.

        What happens before, reads and calls to other services, holds no connection.
        """
        if self._current() is not None:
            raise RuntimeError("a unit of work cannot begin inside a transaction")
        async with self._outermost(_Unit(entered=False)):
            yield

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """The connection of the current transaction; outside of one, a short read-only one."""
        unit = self._current()
        if unit is not None and unit.entered:
            with translated():
                yield await self._connection_of(unit)
            return
        connection = await _connected(self._engines.reading)
        try:
            with translated():
                yield connection
        finally:
            await uninterrupted(connection.close())

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call it once the current transaction is stored; at once where there is none."""
        unit = self._current()
        if unit is None:
            callback()
        else:
            unit.callbacks.append(callback)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engines.writing.dialect.name

    async def ping(self) -> None:
        """Return if the database answers; else raise `StoreUnavailable`."""
        async with self.connection() as connection:
            await connection.execute(text("SELECT 1"))

    async def start(self) -> None:
        """Nothing to do: a database that is away must not keep the service from starting."""

    async def stop_accepting(self) -> None:
        """Nothing to do: requests under way still need the database."""

    async def stop(self) -> None:
        await self.close()

    async def close(self) -> None:
        await self._engines.dispose()

    def _current(self) -> _Unit | None:
        unit = self._unit.get()
        # A task that was started inside a transaction and outlives it is no part of it.
        return None if unit is None or unit.over else unit

    @asynccontextmanager
    async def _joined(self, unit: _Unit) -> AsyncIterator[None]:
        unit.entered = True
        try:
            with translated():
                yield
        except BaseException as error:
            unit.failure = unit.failure or error
            raise

    @asynccontextmanager
    async def _outermost(self, unit: _Unit) -> AsyncIterator[None]:
        token = self._unit.set(unit)
        try:
            with translated():
                yield
            if unit.failure is not None:
                reason = "a part of this transaction failed, so nothing of it is stored"
                raise RuntimeError(reason) from unit.failure
        except BaseException:
            unit.over = True
            await uninterrupted(_release(unit))
            raise
        else:
            unit.over = True
            await uninterrupted(_commit(unit))
        finally:
            self._unit.reset(token)

    async def _connection_of(self, unit: _Unit) -> AsyncConnection:
        async with unit.connecting:
            if unit.connection is None:
                unit.connection = await _connected(self._engines.writing)
            return unit.connection


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Finish `work` even if the caller is cancelled meanwhile; the cancellation comes after."""
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    return task.result()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    try:
        with translated():
            return await engine.connect()
    except OSError as error:  # refused, unknown host, timed out: the driver does not wrap these
        raise StoreUnavailable() from error


async def _commit(unit: _Unit) -> None:
    try:
        if unit.connection is not None:
            with translated():
                await unit.connection.commit()
    finally:
        await _release(unit)
    for callback in unit.callbacks:
        callback()


async def _release(unit: _Unit) -> None:
    """Give the connection back; what was not committed is rolled back."""
    if unit.connection is not None:
        await unit.connection.close()
