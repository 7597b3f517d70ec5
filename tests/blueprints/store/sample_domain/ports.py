"""What the use cases of this service need."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar
from uuid import UUID

from ..adapters.db._gen.engine import Database
from ..adapters.db._gen.outbox import Outbox
from ..adapters.db._gen.repositories import OrderRepository
from ..adapters.events._gen.direct_publisher import DirectPublisher
from ..adapters.events._gen.outbox_publisher import OutboxPublisher
from ..adapters.events._gen.relay import Queue
from ..domain._gen.event import Event
from ..domain._gen.order import OrderFields
from ..domain._gen.page import Page

OrderT = TypeVar("OrderT", bound=OrderFields)


class Transaction(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[None]: ...


class Publisher(Protocol):
    async def publish(self, event: Event, /) -> None: ...


class Orders(Protocol):
    async def get(self, kind: type[OrderT], identity: UUID, /) -> OrderT: ...

    async def get_by(self, kind: type[OrderT], /, **columns: object) -> OrderT: ...

    async def find(self, kind: type[OrderT], identity: UUID, /) -> OrderT | None: ...

    async def find_by(self, kind: type[OrderT], /, **columns: object) -> OrderT | None: ...

    async def add(self, aggregate: OrderFields, /) -> None: ...

    async def update(
        self, aggregate: OrderFields, expected_version: int | None = None, /
    ) -> None: ...

    async def delete(self, identity: UUID, expected_version: int | None = None, /) -> None: ...

    async def page(
        self, kind: type[OrderT], limit: int, cursor: str | None = None, /, **columns: object
    ) -> Page[OrderT]: ...

    async def count(self) -> int: ...


def the_adapters_fit(
    database: Database,
    orders: OrderRepository,
    outbox: Outbox,
    outbox_publisher: OutboxPublisher,
    direct_publisher: DirectPublisher,
) -> tuple[Transaction, Orders, Queue, Publisher, Publisher]:
    """Read by the type checker only."""
    return database.transaction, orders, outbox, outbox_publisher, direct_publisher
