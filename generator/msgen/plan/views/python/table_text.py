"""Tables written as arguments of `Table(...)`: by the service's own module, or by a migration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgen.plan.migrations.kinds import name_and_sizes
from msgen.plan.migrations.tables import Check, Column, Index, Table
from msgen.plan.views.python.annotations import text_literal
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line

_OWN = {
    "text": "Text", "int": "BigInteger", "position": "BigInteger", "float": "Double", "bool": "Boolean",
    "uuid": "Uuid", "date": "Date", "bytes": "LargeBinary", "string": "String",
}  # fmt: skip
_FROM_COLUMNS = {
    "datetime": "UtcDateTime", "duration": "Duration", "decimal": "ExactDecimal", "money": "MoneyAmount",
    "json": "JsonValue", "any": "JsonValue",
}  # fmt: skip
_PORTABLE = {
    "text": "sa.Text()", "int": "sa.BigInteger()", "position": "sa.BigInteger()", "float": "sa.Double()",
    "bool": "sa.Boolean()", "uuid": "sa.Uuid()", "date": "sa.Date()", "bytes": "sa.LargeBinary()",
    "string": "sa.String", "datetime": "sa.DateTime(timezone=True)",
    "duration": 'postgresql.INTERVAL().with_variant(sa.BigInteger(), "sqlite")',
    "json": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    "any": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    "counter": 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")',
}  # fmt: skip


class Vocabulary(Protocol):
    """How a module calls what it writes tables with."""

    def sa(self, name: str) -> str:
        """What SQLAlchemy exports under this name."""

    def type(self, kind: str) -> str:
        """The type of a column."""


class OwnVocabulary:
    """Of the service's module of tables: it imports what it uses, and has column types of its own."""

    def __init__(self, imports: Imports) -> None:
        self._imports = imports

    def sa(self, name: str) -> str:
        self._imports.add("sqlalchemy", name)
        return name

    def type(self, kind: str) -> str:
        name, sizes = name_and_sizes(kind)
        if name in _OWN:
            return _sized(self.sa(_OWN[name]), sizes)
        own = _FROM_COLUMNS[name]
        self._imports.add(".columns", own)
        if name == "any":
            return f"{own}(none_as_null=False)"
        return f"{own}({', '.join(map(str, sizes))})" if name == "decimal" else own


class PortableVocabulary:
    """Of migrations, which import nothing of the service."""

    def sa(self, name: str) -> str:
        return f"sa.{name}"

    def type(self, kind: str) -> str:
        name, sizes = ("decimal", (19, 4)) if kind == "money" else name_and_sizes(kind)
        if name == "decimal":
            return f'sa.Numeric({", ".join(map(str, sizes))}).with_variant(sa.String(), "sqlite")'
        return _sized(_PORTABLE[name], sizes)


def table_entries(table: Table, vocabulary: Vocabulary) -> tuple[str | Call, ...]:
    """Columns, checks and indexes, in this order."""
    checks = [(column, column.check) for column in table.columns if column.check is not None]
    return (
        *(column_text(column, vocabulary) for column in table.columns),
        *(_check_text(column, check, vocabulary) for column, check in checks),
        *(_index_text(index, vocabulary) for index in table.indexes),
    )


def laid_out(entries: Iterable[str | Call], indent: int) -> tuple[str, ...]:
    """Each entry as a line of its own, exploded where it is too long."""
    return tuple(argument_line(entry, indent) for entry in entries)


def column_text(column: Column, vocabulary: Vocabulary, *settings: str) -> str:
    """The column, with more settings than those that it always has."""
    arguments = [text_literal(column.name), vocabulary.type(column.kind), *_marks(column, vocabulary), *settings]
    return f"{vocabulary.sa('Column')}({', '.join(arguments)})"


def _check_text(column: Column, check: Check, vocabulary: Vocabulary) -> str:
    condition = condition_text(column, check, vocabulary)
    return f"{vocabulary.sa('CheckConstraint')}({condition}, name={text_literal(column.name)})"


def condition_text(column: Column, check: Check, vocabulary: Vocabulary) -> str:
    """What the check says of the column."""
    subject = f"{vocabulary.sa('column')}({text_literal(column.name)})"
    if check.values:
        return f"{subject}.in_([{', '.join(map(text_literal, check.values))}])"
    if name_and_sizes(column.kind)[0] == "decimal":
        subject = f"{vocabulary.sa('cast')}({subject}, {vocabulary.sa('Numeric')})"
    if check.minimum is not None and check.maximum is not None:
        return f"{subject}.between({check.minimum}, {check.maximum})"
    if check.minimum is not None:
        return f"{subject} {'>' if check.exclusive_minimum else '>='} {check.minimum}"
    return f"{subject} {'<' if check.exclusive_maximum else '<='} {check.maximum}"


def _marks(column: Column, vocabulary: Vocabulary) -> Iterator[str]:
    if column.owner is not None:
        yield f'{vocabulary.sa("ForeignKey")}("{column.owner}.id", ondelete="CASCADE")'
    if not column.key:
        yield f"nullable={column.nullable}"
        return
    yield "primary_key=True"
    if column.kind == "position":
        yield "autoincrement=False"


def _index_text(index: Index, vocabulary: Vocabulary) -> str:
    names = ", ".join(map(text_literal, (index.name, *index.columns)))
    return f"{vocabulary.sa('Index')}({names}{', unique=True' if index.unique else ''})"


def _sized(name: str, sizes: tuple[int, ...]) -> str:
    return f"{name}({', '.join(map(str, sizes))})" if sizes else name
