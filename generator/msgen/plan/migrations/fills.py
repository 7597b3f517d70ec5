"""The values that rows get which were there before their column, or before it needed a value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from msgen.plan.migrations.kinds import name_and_sizes, stored_as
from msgen.plan.migrations.tables import Check, Column


class Fill(Struct, frozen=True):
    """One value for all rows."""

    text: str
    """As both databases read it, between quotes."""
    sqlite: str = ""
    """The whole SQL literal of SQLite where that is another one than of PostgreSQL."""


class Numbering(Struct, frozen=True):
    """A value of its own for each row."""

    first: int
    """The number of the first row."""
    text: str = ""
    """The text with `{}` where the number stands; empty for a column of numbers."""


Fills = Mapping[tuple[str, str], Fill | Numbering]
"""By table and column, of those columns that need a value."""

_SMALLEST = {
    "text": Fill(""), "string": Fill(""), "bool": Fill("0"), "uuid": Fill("0" * 32), "date": Fill("1970-01-01"),
    "datetime": Fill("1970-01-01 00:00:00.000000"), "duration": Fill("0"), "json": Fill("null"),
    "bytes": Fill("\\x", sqlite="X''"),
}  # fmt: skip


def smallest_value(column: Column) -> Fill:
    """What a column can hold, as far as the database knows: for one that no field stands behind any more."""
    check = column.check or Check()
    if check.values:
        return Fill(check.values[0])
    return _SMALLEST.get(name_and_sizes(stored_as(column.kind))[0]) or Fill(f"{_nearest_to_zero(check):f}")


def _nearest_to_zero(check: Check) -> Decimal:
    low, high = Decimal(check.minimum or "-Infinity"), Decimal(check.maximum or "Infinity")
    lowest = low + check.exclusive_minimum
    return max(lowest, min(high - check.exclusive_maximum, Decimal(0)))
