"""The view of the blueprint `python-store`: tables, repositories and the first migration."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from msgen.design.naming import snake_case
from msgen.design.types import Bounds, Field, ListType, NamedType, Scalar, Type
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line, class_head, statement
from msgen.plan.views.python.port_names import RowNames, stored_objects
from msgen.plan.views.python.scopes import Scope
from msgen.topology.model import Aggregate, ReadModel, Service

RESERVED_COLUMNS = frozenset({"version", "owner_id", "position"})

_COLUMN_TYPES = {
    "int": "BigInteger", "float": "Double", "bool": "Boolean", "uuid": "Uuid", "date": "Date",
    "datetime": "UtcDateTime", "duration": "Duration", "bytes": "LargeBinary", "email": "Text", "url": "Text",
}  # fmt: skip
_OWN_COLUMN_TYPES = frozenset({"UtcDateTime", "Duration", "ExactDecimal", "MoneyAmount", "JsonValue"})


@dataclass(frozen=True, slots=True)
class TableView:
    variable: str
    name: str
    entries: tuple[str, ...]
    """Columns, checks and indexes, in this order; each an argument of `Table`."""


@dataclass(frozen=True, slots=True)
class RepositoryClassView:
    name: str
    noun: str
    mapping: str

    @property
    def head(self) -> str:
        return class_head(self.name, "SqlRepository")


@dataclass(frozen=True, slots=True)
class StoreView:
    package: str
    tables_imports: str
    tables: tuple[TableView, ...]
    repositories: tuple[RepositoryClassView, ...]
    migration_tables: tuple[TableView, ...]
    """The same tables as the first migration makes them: with types of SQLAlchemy only."""
    migration_needs_postgresql: bool
    table_names: tuple[str, ...]
    """All tables in the order of their making."""
    has_outbox: bool
    has_inbox: bool
    keeps_keys: bool

    @property
    def keeps_house(self) -> bool:
        """Old rows of the inbox and of idempotency keys are deleted from time to time."""
        return self.has_inbox or self.keeps_keys


def store_view(contracts: ServiceContracts, *, keeps_keys: bool) -> StoreView:
    service = contracts.service
    imports = Imports()
    live = _Tables(contracts.scope, imports, portable=False)
    portable = _Tables(contracts.scope, Imports(), portable=True)
    rows = [(item, contracts.ports.rows[item.name]) for item in stored_objects(service)]
    tables = tuple(table for item, names in rows for table in live.of(item, names))
    migration_tables = tuple(table for item, names in rows for table in portable.of(item, names))
    entries = [entry for table in migration_tables for entry in table.entries]
    imports.add("sqlalchemy", "Table")
    imports.add(".metadata", "metadata")
    return StoreView(
        package=contracts.package,
        tables_imports=imports.block(),
        tables=tables,
        repositories=tuple(_repository(contracts.scope, item, names) for item, names in rows),
        migration_tables=migration_tables,
        migration_needs_postgresql=bool(service.publishes) or any("postgresql." in entry for entry in entries),
        table_names=(*(table.name for table in migration_tables), *_own_tables(service, keeps_keys)),
        has_outbox=bool(service.publishes),
        has_inbox=bool(service.subscriptions),
        keeps_keys=keeps_keys,
    )


def _own_tables(service: Service, keeps_keys: bool) -> Iterator[str]:
    """The tables beside those of the rows."""
    if service.publishes:
        yield "_outbox"
    if service.subscriptions:
        yield "_inbox"
    if keeps_keys:
        yield "_idempotency"


class _Tables:
    """Writes tables for one module: the service's own, or a migration, which imports nothing of the service."""

    def __init__(self, scope: Scope, imports: Imports, *, portable: bool) -> None:
        self.scope, self.imports, self.portable = scope, imports, portable

    def of(self, item: Aggregate | ReadModel, names: RowNames) -> Iterator[TableView]:
        children = {field.name for field, _ in child_tables(self.scope, item)}
        own = [field for field in item.fields if field.name not in children]
        identity = next(field for field in item.fields if field.name == "id")
        columns = [
            self._column(field, column, primary=field.name == "id") for field in own for column in self._columns(field)
        ]
        version = "version_" if any(field.name == "version" for field in own) else "version"
        columns.insert(1, self._text_column(version, self._type("BigInteger"), nullable=False))
        checks = [check for field in own for check in self._checks(field)]
        indexes = [index for field in own for index in self._indexes(field, names.table)]
        entries = _laid_out((*columns, *checks, *indexes), self.portable)
        yield TableView(table_variable(names.table), names.table, entries)
        for field, struct in child_tables(self.scope, item):
            yield self._child(names.table, field, struct, identity)

    def _child(self, owner: str, field: Field, fields: tuple[Field, ...], identity: Field) -> TableView:
        name = f"{owner}_{snake_case(field.name)}"
        key = self._columns(identity)[0][1]
        if not self.portable:
            self.imports.add("sqlalchemy", "ForeignKey")
        foreign = f'{self._sa("ForeignKey")}("{owner}.id", ondelete="CASCADE")'
        entries = [
            f'{self._sa("Column")}("owner_id", {key}, {foreign}, primary_key=True)',
            f'{self._sa("Column")}("position", {self._type("BigInteger")}, primary_key=True, autoincrement=False)',
        ]
        entries += [self._column(item, column, primary=False) for item in fields for column in self._columns(item)]
        entries += [check for item in fields for check in self._checks(item)]
        return TableView(table_variable(name), name, _laid_out(entries, self.portable))

    def _columns(self, field: Field) -> list[tuple[str, str]]:
        """Name and type of each column of a field; money has two."""
        resolved = self.scope.resolved(field.type)
        if isinstance(resolved, Scalar):
            return list(self._scalar_columns(field.name, resolved))
        if self.scope.enum(resolved, field.name) is not None:
            return [(field.name, self._type("Text"))]
        return [(field.name, self._type("JsonValue"))]

    def _scalar_columns(self, name: str, scalar: Scalar) -> Iterator[tuple[str, str]]:
        match scalar.kind:
            case "money":
                yield f"{name}_amount", self._type("MoneyAmount")
                yield f"{name}_currency", f"{self._type('String')}(3)"
            case "decimal":
                digits = f"{scalar.bounds.precision}, {scalar.bounds.scale}" if scalar.bounds.precision else ""
                yield name, self._decimal(digits)
            case "string":
                longest = scalar.bounds.maximum
                yield name, self._type("Text") if longest is None else f"{self._type('String')}({int(longest)})"
            case "json":
                kept = "" if scalar.optional or self.portable else "(none_as_null=False)"
                yield name, f"{self._type('JsonValue')}{kept}"
            case kind:
                yield name, self._type(_COLUMN_TYPES[kind])

    def _column(self, field: Field, column: tuple[str, str], *, primary: bool) -> str:
        if primary:
            return f'{self._sa("Column")}("{column[0]}", {column[1]}, primary_key=True)'
        return self._text_column(column[0], column[1], nullable=self.scope.resolved(field.type).optional)

    def _text_column(self, name: str, kind: str, *, nullable: bool) -> str:
        return f'{self._sa("Column")}("{name}", {kind}, nullable={nullable})'

    def _checks(self, field: Field) -> Iterator[str]:
        resolved = self.scope.resolved(field.type)
        enum = self.scope.enum(resolved, field.name)
        condition = ""
        if enum is not None:
            values = ", ".join(f'"{value}"' for value in enum[1])
            condition = f'{self._sa("column")}("{field.name}").in_([{values}])'
        elif isinstance(resolved, Scalar) and resolved.kind in ("int", "float", "decimal"):
            condition = self._limits(field.name, resolved)
        if condition:
            yield f'{self._sa("CheckConstraint")}({condition}, name="{field.name}")'

    def _limits(self, name: str, scalar: Scalar) -> str:
        bounds: Bounds = scalar.bounds
        if bounds.minimum is None and bounds.maximum is None:
            return ""
        column = f'{self._sa("column")}("{name}")'
        if scalar.kind == "decimal":
            column = f"{self._sa('cast')}({column}, {self._sa('Numeric')})"
        if bounds.minimum is not None and bounds.maximum is not None:
            return f"{column}.between({_number(bounds.minimum)}, {_number(bounds.maximum)})"
        if bounds.minimum is not None:
            return f"{column} {'>' if bounds.exclusive_minimum else '>='} {_number(bounds.minimum)}"
        assert bounds.maximum is not None
        return f"{column} {'<' if bounds.exclusive_maximum else '<='} {_number(bounds.maximum)}"

    def _indexes(self, field: Field, table: str) -> Iterator[str]:
        if field.unique:
            yield f'{self._sa("Index")}("uq_{table}_{field.name}", "{field.name}", unique=True)'
        elif field.index:
            yield f'{self._sa("Index")}("ix_{table}_{field.name}", "{field.name}")'

    def _sa(self, name: str) -> str:
        if self.portable:
            return f"sa.{name}"
        self.imports.add("sqlalchemy", name)
        return name

    def _type(self, name: str) -> str:
        if self.portable:
            return _PORTABLE.get(name, f"sa.{name}()") if name != "String" else "sa.String"
        self.imports.add(".columns" if name in _OWN_COLUMN_TYPES else "sqlalchemy", name)
        return name

    def _decimal(self, digits: str) -> str:
        if self.portable:
            return f'sa.Numeric({digits}).with_variant(sa.String(), "sqlite")'
        return f"{self._type('ExactDecimal')}({digits})"


_PORTABLE = {
    "JsonValue": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    "MoneyAmount": 'sa.Numeric(19, 4).with_variant(sa.String(), "sqlite")',
    "UtcDateTime": "sa.DateTime(timezone=True)",
    "Duration": 'postgresql.INTERVAL().with_variant(sa.BigInteger(), "sqlite")',
}


def table_variable(table: str) -> str:
    """The variable of a table beside what its module imports."""
    return f"{table}_" if keyword.iskeyword(table) or table in ("cast", "column", "metadata") else table


def child_tables(scope: Scope, item: Aggregate | ReadModel) -> list[tuple[Field, tuple[Field, ...]]]:
    """Lists of one of the aggregate's entities, with the entity's fields: each has a table of its own."""
    if isinstance(item, ReadModel):
        return []
    found = []
    for field in item.fields:
        resolved = scope.resolved(field.type)
        if not isinstance(resolved, ListType) or resolved.optional:
            continue
        name = _entity(scope, resolved.item)
        struct = scope.structs.get(name) if name in item.entities else None
        if struct is not None and not any(inner.name in RESERVED_COLUMNS for inner in struct.fields):
            found.append((field, struct.fields))
    return found


def _entity(scope: Scope, written: Type) -> str:
    resolved = scope.resolved(written)
    return resolved.name if isinstance(resolved, NamedType) and not resolved.optional else ""


def _repository(scope: Scope, item: Aggregate | ReadModel, names: RowNames) -> RepositoryClassView:
    children = [
        f'"{field.name}": TableMapping(tables.{table_variable(f"{names.table}_{snake_case(field.name)}")})'
        for field, _ in child_tables(scope, item)
    ]
    settings = [f"tables.{table_variable(names.table)}"]
    if children:
        settings.append(f"children={{{', '.join(children)}}}")
    if any(field.name == "version" for field in item.fields):
        settings.append('version="version_"')
    return RepositoryClassView(
        names.repository_class,
        names.variable.replace("_", " ").strip(),
        statement("mapping = ", Call("TableMapping", tuple(settings)), indent=4),
    )


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _laid_out(entries: Iterable[str], portable: bool) -> tuple[str, ...]:
    """Each entry as a line of `Table(...)`, exploded where it is too long."""
    indent = 8 if portable else 4
    return tuple(argument_line(entry, indent) for entry in entries)
