"""What a person's own migration removes: what msgen leaves in the tables is for people to remove."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgen.plan.migrations.steps import RemoveColumn, RemoveTable, Step
from msgen.plan.migrations.tables import Column, Table


def removals(migration: bytes) -> tuple[Step, ...]:
    """The tables and columns that its `upgrade` drops by Alembic, read from its text.

    >>> removals(b'def upgrade():\\n    op.drop_column("order", "note")\\n')[0].column.name
    'note'
    """
    module = ast.parse(migration)
    upgrades = [each for each in module.body if isinstance(each, ast.FunctionDef) and each.name == "upgrade"]
    return tuple(step for upgrade in upgrades for step in _steps(upgrade, {}))


def _steps(node: ast.AST, batches: dict[str, str]) -> Iterator[Step]:
    """`batches` are the variables of the batches around the node, and their tables."""
    match node:
        case ast.With(items=[ast.withitem(context_expr=call, optional_vars=ast.Name(id=variable))]):
            batches = {**batches, **_batch(call, variable)}
        case ast.Call(func=ast.Attribute(attr="drop_table"), args=[ast.Constant(value=str() as table), *_]):
            yield RemoveTable(Table(table, ()))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=variable), attr="drop_column"), args=arguments):
            yield from _column(batches.get(variable), arguments)
    for child in ast.iter_child_nodes(node):
        yield from _steps(child, batches)


def _batch(call: ast.expr, variable: str) -> dict[str, str]:
    match call:
        case ast.Call(func=ast.Attribute(attr="batch_alter_table"), args=[ast.Constant(value=str() as table), *_]):
            return {variable: table}
    return {}


def _column(table: str | None, arguments: list[ast.expr]) -> Iterator[Step]:
    """In a batch the table is known already."""
    names = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    whole = names if table is None else [table, *names]
    if len(whole) >= 2:
        yield RemoveColumn(whole[0], Column(whole[1], ""))
