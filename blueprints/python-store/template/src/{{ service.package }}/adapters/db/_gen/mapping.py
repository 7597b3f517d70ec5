"""How the fields of a model lie in the columns of a table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Column, LargeBinary, Table

from .columns import JsonValue, MoneyAmount

_AMOUNT = "_amount"
_CURRENCY = "_currency"


@dataclass(frozen=True, eq=False)
class TableMapping:
    """A table of models, read off its columns.

    A column has the name of its field; of a sum of money there are `<field>_amount` and
    `<field>_currency`. `children` maps fields to tables of their own, one row per list element,
    found by `owner` and sorted by `position`. The other names are those of our own columns.
    """

    table: Table
    children: Mapping[str, TableMapping] = field(default_factory=dict)
    identity: str = "id"
    version: str = "version"
    owner: str = "owner_id"
    position: str = "position"

    def row_of(self, model: BaseModel) -> dict[str, Any]:
        """The values of the columns that carry fields."""
        attributes = _attributes(type(model))
        row = {name: getattr(model, attributes[name]) for name in self._plain}
        for name in self._money:
            money = getattr(model, attributes[name])
            row[name + _AMOUNT] = None if money is None else money.amount
            row[name + _CURRENCY] = None if money is None else money.currency
        if self._json:
            documents = {attributes[name] for name in self._json}
            row |= model.model_dump(mode="json", by_alias=True, round_trip=True, include=documents)
        return row

    def document_of(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """The fields that a row of this table holds, by the names of the spec; bytes as base64."""
        document = {name: row[name] for name in (*self._plain, *self._json)}
        for name in self._binary:
            if row[name] is not None:
                document[name] = b64encode(row[name]).decode("ascii")
        for name in self._money:
            amount, currency = row[name + _AMOUNT], row[name + _CURRENCY]
            document[name] = None if amount is None else {"amount": amount, "currency": currency}
        return document

    def elements_of(self, model: BaseModel, name: str) -> list[BaseModel]:
        """The elements of the list that has a table of its own."""
        return list(getattr(model, _attributes(type(model))[name]) or ())

    def column_of(self, kind: type[BaseModel], name: str) -> Column[Any]:
        """The column of a field, called as in the model or as in the spec."""
        found = kind.model_fields.get(name)
        column = (found.serialization_alias if found is not None else None) or name
        if column not in self._plain:
            raise ValueError(f"`{self.table.name}` cannot be searched by `{name}`")
        return self.table.c[column]

    @cached_property
    def _json(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.table.c if isinstance(c.type, JsonValue))

    @cached_property
    def _binary(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.table.c if isinstance(c.type, LargeBinary))

    @cached_property
    def _money(self) -> tuple[str, ...]:
        return tuple(
            column.name.removesuffix(_AMOUNT)
            for column in self.table.c
            if isinstance(column.type, MoneyAmount)
        )

    @cached_property
    def _own_columns(self) -> tuple[str, ...]:
        """Those that carry no field; only the table of a list refers to an owner."""
        owner = self.table.c.get(self.owner)
        is_list = owner is not None and bool(owner.foreign_keys)
        return (self.owner, self.position) if is_list else (self.version,)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        spoken_for = {*self._json, *self._own_columns}
        for name in self._money:
            spoken_for |= {name + _AMOUNT, name + _CURRENCY}
        return tuple(column.name for column in self.table.c if column.name not in spoken_for)


@cache
def _attributes(kind: type[BaseModel]) -> dict[str, str]:
    """Names of the spec, which columns have too, to names of Python."""
    return {found.serialization_alias or name: name for name, found in kind.model_fields.items()}
