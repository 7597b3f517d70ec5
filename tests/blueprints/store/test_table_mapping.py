"""Which columns carry fields, and which are the store's own."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, Table
from stored_service.adapters.db._gen.mapping import TableMapping


class Shelf(BaseModel):
    id: int
    owner_id: int
    position: int


class Book(BaseModel):
    version: int


def test_an_aggregate_may_have_fields_named_like_the_columns_of_a_list() -> None:
    names = ("id", "version", "owner_id", "position")
    shelves = Table("shelf", MetaData(), *(Column(name, BigInteger) for name in names))
    row = TableMapping(shelves).row_of(Shelf(id=1, owner_id=2, position=3))
    assert row == {"id": 1, "owner_id": 2, "position": 3}


def test_an_element_of_a_list_may_have_a_field_named_like_the_version_of_an_aggregate() -> None:
    metadata = MetaData()
    Table("shelf", metadata, Column("id", BigInteger, primary_key=True))
    owner = Column("owner_id", BigInteger, ForeignKey("shelf.id"), primary_key=True)
    books = Table(
        "shelf_books", metadata, owner, Column("position", BigInteger, primary_key=True), Column("version", BigInteger)
    )
    assert TableMapping(books).row_of(Book(version=4)) == {"version": 4}
