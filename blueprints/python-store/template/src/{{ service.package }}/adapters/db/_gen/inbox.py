"""The messages that each consumer has applied, so that none has its effect twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Index, Table, Text, delete, select

from .columns import UtcDateTime
from .engine import Database
from .insertion import insert_unless_there
from .metadata import metadata

inbox = Table(
    "_inbox",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("applied_at", UtcDateTime, nullable=False),
    Index("ix__inbox_applied_at", "applied_at"),
)


class Inbox:
    """Remembers applied messages in the transaction of their effect."""

    def __init__(
        self,
        database: Database,
        *,
        retention: timedelta = timedelta(days=30),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`retention` is longer than any message can come back after it was applied."""
        self._database = database
        self._retention = retention
        self._clock = clock

    async def seen(self, consumer: str, message_id: str) -> bool:
        """Has the consumer applied the message before?"""
        query = select(inbox.c.message_id).where(
            inbox.c.consumer == consumer, inbox.c.message_id == message_id
        )
        async with self._database.connection() as connection:
            return await connection.scalar(query) is not None

    async def record(self, consumer: str, message_id: str) -> bool:
        """Note that it is applied; `False` if it was before, so that this time is one too many."""
        row = {"consumer": consumer, "message_id": message_id, "applied_at": self._clock()}
        async with self._database.transaction(), self._database.connection() as connection:
            statement = insert_unless_there(self._database.dialect, inbox, row)
            return (await connection.execute(statement)).rowcount == 1

    async def purge(self) -> None:
        """Forget what is older than the retention."""
        oldest = self._clock() - self._retention
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(delete(inbox).where(inbox.c.applied_at < oldest))
