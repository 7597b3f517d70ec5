"""Messages that wait, in the transaction of the change they tell of, until the relay sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    delete,
    insert,
    select,
    text,
    update,
)

from ...events._gen.broker import Message
from ...events._gen.relay import Claim
from .columns import JsonValue, UtcDateTime
from .engine import Database
from .metadata import metadata

outbox = Table(
    "_outbox",
    metadata,
    Column("position", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("key", Text),
    Column("headers", JsonValue, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("lease", Uuid),
    Column("leased_until", UtcDateTime),
    Index("uq__outbox_id", "id", unique=True),
    Index("ix__outbox_key_position", "key", "position"),
    sqlite_autoincrement=True,
)
_CLAIM_LOCK = 7_301_968_240_115
"""Key of the advisory lock by which the relays of one database claim one after the other."""


class Outbox:
    """The stored queue between the business transactions and the relay."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock
        self.filled = asyncio.Event()
        """Set when this process has committed a message."""

    async def add(self, message: Message) -> None:
        """Send the message if, and only if, the current transaction is committed."""
        row = {
            "id": message.id,
            "subject": message.subject,
            "key": message.key,
            "headers": dict(message.headers),
            "payload": message.payload,
        }
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(insert(outbox).values(row))
            self._database.on_commit(self.filled.set)

    async def claim(self, limit: int, lease: float) -> Claim | None:
        """The next messages, this relay's alone for `lease` seconds; `None` if none wait."""
        if await self._is_empty():
            return None
        now = self._clock()
        token = uuid4()
        taken = {"lease": token, "leased_until": now + timedelta(seconds=lease)}
        async with self._database.transaction(), self._database.connection() as connection:
            if self._database.dialect == "postgresql":
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                await connection.execute(lock, {"key": _CLAIM_LOCK})
            rows = (await connection.execute(_waiting(now, limit))).all()
            mine = outbox.c.position.in_([row.position for row in rows])
            if rows:
                await connection.execute(update(outbox).where(mine).values(taken))
        return Claim(token, {row.position: _message(row) for row in rows}) if rows else None

    async def settle(self, claim: Claim, sent: Sequence[int]) -> None:
        """Delete what was sent and give back the rest, as far as the claim still holds."""
        held = outbox.c.lease == claim.token
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(delete(outbox).where(held, outbox.c.position.in_(sent)))
            if len(sent) < len(claim.messages):
                free: dict[str, UUID | None] = {"lease": None, "leased_until": None}
                await connection.execute(update(outbox).where(held).values(free))

    async def _is_empty(self) -> bool:
        async with self._database.connection() as connection:
            return await connection.scalar(select(outbox.c.position).limit(1)) is None


def _waiting(now: datetime, limit: int) -> Select[Any]:
    """The oldest messages that nobody holds, without those that must wait for one that is held."""
    earlier = outbox.alias()
    blocked = (
        select(earlier.c.position)
        .where(
            earlier.c.key == outbox.c.key,
            earlier.c.position < outbox.c.position,
            earlier.c.leased_until >= now,
        )
        .exists()
    )
    free = outbox.c.leased_until.is_(None) | (outbox.c.leased_until < now)
    return select(outbox).where(free, ~blocked).order_by(outbox.c.position).limit(limit)


def _message(row: Row[Any]) -> Message:
    return Message(row.id, row.subject, row.payload, row.headers, row.key)
