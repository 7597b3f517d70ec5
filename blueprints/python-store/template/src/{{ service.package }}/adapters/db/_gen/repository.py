"""Aggregates in tables: found, stored, changed and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from pydantic_core import to_json
from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ....domain._gen.aggregate import Aggregate
from ....domain._gen.errors import NotFound, VersionMismatch
from ....domain._gen.page import Page
from .cursor import cursor_after, identity_in
from .engine import Database
from .mapping import TableMapping

AggregateT = TypeVar("AggregateT", bound=Aggregate)


class SqlRepository:
    """The stored aggregates of one kind; a subclass says which, and in which tables they lie.

    Everything happens in the current transaction, or in a short one of its own where there is none.
    """

    noun: ClassVar[str]
    """What messages call one of them."""
    mapping: ClassVar[TableMapping]

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, kind: type[AggregateT], identity: object) -> AggregateT:
        """The one with this id; `NotFound` if there is none."""
        found = await self.find(kind, identity)
        if found is None:
            raise self._not_found(identity)
        return found

    async def find(self, kind: type[AggregateT], identity: object) -> AggregateT | None:
        """The one with this id, if there is one."""
        return await self._first(kind, self._rows().where(self._id == identity))

    async def get_by(self, kind: type[AggregateT], /, **columns: object) -> AggregateT:
        """The one whose fields have these values; `NotFound` if there is none."""
        found = await self.find_by(kind, **columns)
        if found is None:
            raise self._not_found(", ".join(map(str, columns.values())))
        return found

    async def find_by(self, kind: type[AggregateT], /, **columns: object) -> AggregateT | None:
        """The one whose fields have these values; of several, the one with the lowest id."""
        return await self._first(kind, self._rows_with(kind, columns))

    async def add(self, aggregate: Aggregate) -> None:
        """Store a new one; `AlreadyExists` if its id or another unique value is taken."""
        row = self.mapping.row_of(aggregate) | {self.mapping.version: 1}
        async with self._database.transaction(), self._database.connection() as connection:
            await connection.execute(insert(self.mapping.table).values(row))
            await self._add_children(connection, aggregate, row[self.mapping.identity])
        aggregate._version = 1

    async def update(self, aggregate: Aggregate, expected_version: int | None = None) -> None:
        """Store the changed fields; `VersionMismatch` if it was changed since it was read.

        `expected_version` is the version that the caller has seen, where a caller says so.
        """
        read_version = aggregate._version or expected_version
        if expected_version is not None and read_version != expected_version:
            raise self._mismatch()
        row = self.mapping.row_of(aggregate)
        identity = row.pop(self.mapping.identity)
        version = self._version
        change = (
            update(self.mapping.table)
            .where(self._id == identity)
            .values({**row, version.name: version + 1})
            .returning(version)
        )
        if read_version is not None:
            change = change.where(version == read_version)
        async with self._database.transaction(), self._database.connection() as connection:
            stored = (await connection.execute(change)).scalar_one_or_none()
            if stored is None:
                raise await self._why_unchanged(connection, identity)
            await self._delete_children(connection, identity)
            await self._add_children(connection, aggregate, identity)
        aggregate._version = stored

    async def delete(self, identity: object, expected_version: int | None = None) -> None:
        """Remove the one with this id, if it still has the version that the caller has seen."""
        removal = delete(self.mapping.table).where(self._id == identity)
        if expected_version is not None:
            removal = removal.where(self._version == expected_version)
        async with self._database.transaction(), self._database.connection() as connection:
            if (await connection.execute(removal)).rowcount == 0:
                raise await self._why_unchanged(connection, identity)

    async def page(
        self,
        kind: type[AggregateT],
        limit: int,
        cursor: str | None = None,
        /,
        **columns: object,
    ) -> Page[AggregateT]:
        """At most `limit` of them in the order of their ids, from where the last page ended."""
        query = self._rows_with(kind, columns).limit(limit + 1)
        if cursor:
            query = query.where(self._id > identity_in(cursor, self._id))
        async with self._database.connection() as connection:
            rows = (await connection.execute(query)).mappings().all()
            items = await self._restored(connection, kind, rows[:limit])
        more = len(rows) > limit
        last = rows[limit - 1][self.mapping.identity] if more else None
        return Page(tuple(items), cursor_after(last) if more else None)

    async def count(self) -> int:
        """How many there are."""
        query = select(func.count()).select_from(self.mapping.table)
        async with self._database.connection() as connection:
            return int(await connection.scalar(query) or 0)

    @property
    def _id(self) -> Any:
        return self.mapping.table.c[self.mapping.identity]

    @property
    def _version(self) -> Any:
        return self.mapping.table.c[self.mapping.version]

    def _rows(self) -> Select[Any]:
        return select(self.mapping.table).order_by(self._id)

    def _rows_with(self, kind: type[Aggregate], columns: dict[str, object]) -> Select[Any]:
        query = self._rows()
        for name, value in columns.items():
            query = query.where(self.mapping.column_of(kind, name) == value)
        return query

    async def _first(self, kind: type[AggregateT], query: Select[Any]) -> AggregateT | None:
        async with self._database.connection() as connection:
            rows = (await connection.execute(query.limit(1))).mappings().all()
            found = await self._restored(connection, kind, rows)
        return found[0] if found else None

    async def _restored(
        self, connection: AsyncConnection, kind: type[AggregateT], rows: Sequence[Mapping[Any, Any]]
    ) -> list[AggregateT]:
        mapping = self.mapping
        documents = {row[mapping.identity]: mapping.document_of(row) for row in rows}
        for name, child in mapping.children.items():
            elements = await _elements(connection, child, list(documents))
            for identity, document in documents.items():
                document[name] = elements[identity]
        restored = [_validated(kind, document) for document in documents.values()]
        for aggregate, row in zip(restored, rows, strict=True):
            aggregate._version = row[mapping.version]
        return restored

    async def _add_children(
        self, connection: AsyncConnection, aggregate: Aggregate, identity: object
    ) -> None:
        for name, child in self.mapping.children.items():
            rows = [
                child.row_of(element) | {child.owner: identity, child.position: position}
                for position, element in enumerate(self.mapping.elements_of(aggregate, name))
            ]
            if rows:
                await connection.execute(insert(child.table), rows)

    async def _delete_children(self, connection: AsyncConnection, identity: object) -> None:
        for child in self.mapping.children.values():
            owned = child.table.c[child.owner] == identity
            await connection.execute(delete(child.table).where(owned))

    async def _why_unchanged(self, connection: AsyncConnection, identity: object) -> Exception:
        there = await connection.scalar(select(self._id).where(self._id == identity))
        return self._not_found(identity) if there is None else self._mismatch()

    def _not_found(self, identity: object) -> NotFound:
        return NotFound(f"there is no {self.noun} `{identity}`")

    def _mismatch(self) -> VersionMismatch:
        return VersionMismatch(f"the {self.noun} was changed by somebody else; read it again")


async def _elements(
    connection: AsyncConnection, child: TableMapping, owners: list[Any]
) -> dict[Any, list[dict[str, Any]]]:
    """The elements of every owner's list, in their order."""
    owner, position = child.table.c[child.owner], child.table.c[child.position]
    query = select(child.table).where(owner.in_(owners)).order_by(owner, position)
    elements: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in (await connection.execute(query)).mappings() if owners else ():
        elements[row[child.owner]].append(child.document_of(row))
    return elements


def _validated(kind: type[AggregateT], document: dict[str, Any]) -> AggregateT:
    # As JSON, because what lies in JSON columns was written as JSON.
    encoded = to_json(document, timedelta_mode="iso8601", inf_nan_mode="constants")
    return kind.model_validate_json(encoded)
