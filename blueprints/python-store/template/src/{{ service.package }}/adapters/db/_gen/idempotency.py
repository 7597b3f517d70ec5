"""Commands that carry a key: the same key has its effect, and gets its reply, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Index, LargeBinary, Row, Table, Text, Uuid, delete, select, update

from ....domain._gen.errors import IdempotencyKeyInProgress, IdempotencyKeyReused
from .columns import UtcDateTime
from .engine import Database, uninterrupted
from .insertion import insert_unless_there
from .metadata import metadata

keys = Table(
    "_idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
    Column("token", Uuid, nullable=False),
    Column("leased_until", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("reply", LargeBinary),
    Index("ix__idempotency_expires_at", "expires_at"),
)


class IdempotencyKeys:
    """Remembers the replies to keyed commands.

    A row is written before the work, so that of two first requests one is refused. It is leased:
    if the process dies, the key is free again after `lease`, which is longer than any request may
    take. The reply is stored in the transaction of the effect: never one without the other.
    """

    def __init__(
        self,
        database: Database,
        *,
        ttl: timedelta = timedelta(hours=24),
        lease: timedelta = timedelta(seconds=60),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._ttl = ttl
        self._lease = lease
        self._clock = clock

    async def once(
        self, key: str, route: str, request_hash: str, work: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """The reply of `work`, or the stored one if a request with this key was answered before.

        Raises `IdempotencyKeyInProgress` while the first request runs, and `IdempotencyKeyReused`
        if that one was another request. An error of `work` is not remembered: the key may be used
        again.
        """
        attempt = _Attempt(key, route, request_hash)
        stored = await self._claim(attempt)
        if stored is not None:
            return stored
        try:
            async with self._database.unit_of_work():
                reply = await work()
                await self._complete(attempt, reply)
        except BaseException:
            await uninterrupted(self._free(attempt))
            raise
        return reply

    async def purge(self) -> None:
        """Forget the keys whose time is over."""
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(delete(keys).where(keys.c.expires_at < self._clock()))

    async def _claim(self, attempt: _Attempt) -> bytes | None:
        """Take the key for this attempt; the reply if there is one already."""
        now = self._clock()
        lapsed = (keys.c.expires_at < now) | (keys.c.reply.is_(None) & (keys.c.leased_until < now))
        row = attempt.row() | {"leased_until": now + self._lease, "expires_at": now + self._ttl}
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(delete(keys).where(attempt.same_key(), lapsed))
            statement = insert_unless_there(self._database.dialect, keys, row)
            if (await connection.execute(statement)).rowcount == 1:
                return None
            found = (await connection.execute(select(keys).where(attempt.same_key()))).first()
        return _reply(found, attempt)

    async def _complete(self, attempt: _Attempt, reply: bytes) -> None:
        async with self._database.transaction(), self._database.connection() as connection:
            done = await connection.execute(update(keys).where(attempt.mine()).values(reply=reply))
            if done.rowcount == 0:
                # The lease ran out and another request took over: its effect counts, not ours.
                raise _in_progress()

    async def _free(self, attempt: _Attempt) -> None:
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(delete(keys).where(attempt.mine(), keys.c.reply.is_(None)))


class _Attempt:
    """One request with a key; its token tells it from a later one that took the key over."""

    def __init__(self, key: str, route: str, request_hash: str) -> None:
        self.key = key
        self.route = route
        self.request_hash = request_hash
        self.token = uuid4()

    def row(self) -> dict[str, Any]:
        return {**vars(self)}

    def same_key(self) -> Any:
        return (keys.c.key == self.key) & (keys.c.route == self.route)

    def mine(self) -> Any:
        return self.same_key() & (keys.c.token == self.token)


def _reply(found: Row[Any] | None, attempt: _Attempt) -> bytes:
    if found is not None and found.request_hash != attempt.request_hash:
        raise IdempotencyKeyReused("the idempotency key was used before, for another request")
    if found is None or found.reply is None:
        raise _in_progress()
    reply: bytes = found.reply
    return reply


def _in_progress() -> IdempotencyKeyInProgress:
    return IdempotencyKeyInProgress("the first request with this idempotency key is still running")
