"""Values of one kind turned into another one, in SQL. SQLite keeps decimals and moments as text."""

from __future__ import annotations

from msgen.plan.migrations.kinds import name_and_sizes, stored_as
from msgen.plan.migrations.tables import Column


def converted(source: Column, target: Column) -> tuple[str, str]:
    """The value of `source` as `target` holds it, for PostgreSQL and for SQLite.

    >>> print(converted(Column("due_until_0002", "date"), Column("due", "datetime"))[1])
    "due_until_0002" || ' 00:00:00.000000'
    """
    value = f'"{source.name}"'
    name, sizes = name_and_sizes(stored_as(target.kind))
    match name:
        case "datetime":
            return f"CAST({value} AS timestamp with time zone)", f"{value} || ' 00:00:00.000000'"
        case "date":
            return f"CAST({value} AS date)", f"DATE({value})"
        case "int":
            return f"CAST({value} AS bigint)", f"CAST(ROUND({value}) AS INTEGER)"
        case "float":
            return f"CAST({value} AS double precision)", f"CAST({value} AS REAL)"
        case "decimal" if sizes:
            return f"CAST({value} AS numeric({sizes[0]}, {sizes[1]}))", f"PRINTF('%.{sizes[1]}f', {value})"
        case "decimal":
            return f"CAST({value} AS numeric)", f"CAST({value} AS TEXT)"
    raise AssertionError(f"`{source.kind}` does not become `{target.kind}`")


def new_places(before: Column, after: Column) -> str:
    """What a decimal, which SQLite keeps as text with all its places, gets appended there."""
    (old, old_sizes), (new, new_sizes) = name_and_sizes(stored_as(before.kind)), name_and_sizes(stored_as(after.kind))
    if not (old == new == "decimal" and old_sizes and new_sizes):
        return ""
    added = "0" * (new_sizes[1] - old_sizes[1])
    return f".{added}" if added and old_sizes[1] == 0 else added
