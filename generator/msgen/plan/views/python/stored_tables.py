"""The tables of a service's rows, as data: what its own code and its migrations are both written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from msgen.design.naming import snake_case
from msgen.design.types import Field, ListType, NamedType, Scalar, Type
from msgen.plan.migrations.fills import Fill, Numbering
from msgen.plan.migrations.tables import Check, Column, Index, Table
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.fills import fills_of
from msgen.plan.views.python.port_names import RowNames, stored_objects
from msgen.plan.views.python.scopes import Scope
from msgen.topology.model import Aggregate, ReadModel

_RESERVED_COLUMNS = frozenset({"version", "owner_id", "position"})
_FIRST_VERSION = Fill("1")
_KINDS = {
    "int": "int", "float": "float", "bool": "bool", "uuid": "uuid", "date": "date", "datetime": "datetime",
    "duration": "duration", "bytes": "bytes", "email": "text", "url": "text",
}  # fmt: skip


class StoredTable(Struct, frozen=True):
    """A table with what became of the fields in it."""

    table: Table
    described_by: str
    """The aggregate, read model or type whose fields lie in it."""
    row: str
    """The aggregate or read model that it belongs to."""
    row_table: str
    """The row's own table."""
    field: str
    """The list that has this table; empty for the row's own."""
    fills: Mapping[str, Fill | Numbering]
    """By column: what rows get that have no value of it."""


def stored_tables(contracts: ServiceContracts) -> tuple[StoredTable, ...]:
    """In the order of their making: a row's own table before those of its lists."""
    scope, rows = contracts.scope, contracts.ports.rows
    return tuple(
        table for item in stored_objects(contracts.service) for table in _tables_of(scope, item, rows[item.name])
    )


def version_column(item: Aggregate | ReadModel) -> str:
    """The column of the row's version, beside a field that has that name."""
    return "version_" if any(field.name == "version" for field in item.fields) else "version"


def list_table(names: RowNames, field: str) -> str:
    """The name of the table of a list."""
    return f"{names.table}_{snake_case(field)}"


def child_tables(scope: Scope, item: Aggregate | ReadModel) -> list[tuple[Field, str]]:
    """Lists of one of the aggregate's entities, with the entity's name: each has a table of its own."""
    if isinstance(item, ReadModel):
        return []
    found = []
    for field in item.fields:
        resolved = scope.resolved(field.type)
        if not isinstance(resolved, ListType) or resolved.optional:
            continue
        name = _entity(scope, resolved.item)
        struct = scope.structs.get(name) if name in item.entities else None
        if struct is not None and not any(inner.name in _RESERVED_COLUMNS for inner in struct.fields):
            found.append((field, name))
    return found


def _entity(scope: Scope, written: Type) -> str:
    resolved = scope.resolved(written)
    return resolved.name if isinstance(resolved, NamedType) and not resolved.optional else ""


def _tables_of(scope: Scope, item: Aggregate | ReadModel, names: RowNames) -> Iterator[StoredTable]:
    children = child_tables(scope, item)
    apart = {field.name for field, _ in children}
    own = [field for field in item.fields if field.name not in apart]
    columns = [column for field in own for column in _columns(scope, field, is_key=field.name == "id")]
    key = next(column for column in columns if column.key)
    version = Column(version_column(item), "int")
    table = Table(names.table, (columns[0], version, *columns[1:]), tuple(_indexes(scope, own, names.table)))
    yield StoredTable(
        table, item.name, item.name, names.table, "", {**_fills(scope, own), version.name: _FIRST_VERSION}
    )
    for field, entity in children:
        fields = scope.structs[entity].fields
        links = (
            Column("owner_id", key.kind, key=True, owner=names.table),
            Column("position", "position", key=True),
        )
        inner = [column for each in fields for column in _columns(scope, each)]
        table = Table(list_table(names, field.name), (*links, *inner))
        yield StoredTable(table, entity, item.name, names.table, field.name, _fills(scope, fields))


def _columns(scope: Scope, field: Field, *, is_key: bool = False) -> Iterator[Column]:
    """Money has two."""
    resolved = scope.resolved(field.type)
    check = _check(scope, field, resolved)
    for name, kind in _kinds(scope, field.name, resolved):
        yield Column(name, kind, nullable=resolved.optional and not is_key, key=is_key, check=check)


def _kinds(scope: Scope, name: str, resolved: Type) -> Iterator[tuple[str, str]]:
    """Name and kind of each column of a field."""
    if isinstance(resolved, Scalar):
        yield from _scalar_kinds(name, resolved)
    else:
        yield name, "json" if scope.enum(resolved, name) is None else "text"


def _scalar_kinds(name: str, scalar: Scalar) -> Iterator[tuple[str, str]]:
    bounds = scalar.bounds
    match scalar.kind:
        case "money":
            yield f"{name}_amount", "money"
            yield f"{name}_currency", "string(3)"
        case "decimal":
            yield name, f"decimal({bounds.precision},{bounds.scale})" if bounds.precision else "decimal"
        case "string":
            yield name, "text" if bounds.maximum is None else f"string({int(bounds.maximum)})"
        case "json":
            yield name, "json" if scalar.optional else "any"
        case kind:
            yield name, _KINDS[kind]


def _check(scope: Scope, field: Field, resolved: Type) -> Check | None:
    enum = scope.enum(resolved, field.name)
    if enum is not None:
        return Check(values=enum[1])
    if not isinstance(resolved, Scalar) or resolved.kind not in ("int", "float", "decimal"):
        return None
    bounds = resolved.bounds
    if bounds.minimum is None and bounds.maximum is None:
        return None
    return Check(
        minimum=None if bounds.minimum is None else f"{bounds.minimum:f}",
        maximum=None if bounds.maximum is None else f"{bounds.maximum:f}",
        exclusive_minimum=bounds.exclusive_minimum,
        exclusive_maximum=bounds.exclusive_maximum,
    )


def _indexes(scope: Scope, fields: list[Field], table: str) -> Iterator[Index]:
    for field in fields:
        columns = tuple(name for name, _ in _kinds(scope, field.name, scope.resolved(field.type)))
        if field.unique:
            yield Index(f"uq_{table}_{field.name}", columns, unique=True)
        elif field.index:
            yield Index(f"ix_{table}_{field.name}", columns)


def _fills(scope: Scope, fields: tuple[Field, ...] | list[Field]) -> dict[str, Fill | Numbering]:
    return {column: fill for field in fields for column, fill in fills_of(field, scope).items()}
