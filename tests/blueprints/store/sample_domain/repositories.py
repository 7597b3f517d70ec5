"""Where the aggregates of this service are stored."""

from __future__ import annotations

from . import tables
from .mapping import TableMapping
from .repository import SqlRepository


class OrderRepository(SqlRepository):
    noun = "order"
    mapping = TableMapping(
        tables.order,
        children={"lines": TableMapping(tables.order_lines)},
    )
