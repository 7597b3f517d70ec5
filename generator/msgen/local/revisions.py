"""Which of a service's migrations follows which, read from their text: none of their code runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any


class UnreadableMigration(ValueError):
    """A migration is no Python, or its revisions are not plain texts."""

    def __init__(self, name: str, why: Exception) -> None:
        super().__init__(f"`{name}` cannot be read: {why}")
        self.name = name


def heads(migrations: Mapping[str, bytes]) -> tuple[str, ...]:
    """The revisions that no other one follows, sorted; the texts are found by the names of their files.

    >>> heads({"a.py": b'revision = "a"', "b.py": b'revision = "b"; down_revision = "a"'})
    ('b',)
    """
    found = [_revisions(name, text) for name, text in migrations.items()]
    followed = {parent for names in found for parent in _parents(names)}
    return tuple(sorted({names["revision"] for names in found if "revision" in names} - followed))


def in_order(migrations: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the files, each after those that it follows.

    >>> in_order({"a.py": b'revision = "a"; down_revision = "b"', "b.py": b'revision = "b"'})
    ('b.py', 'a.py')
    """
    found = {name: _revisions(name, text) for name, text in sorted(migrations.items())}
    files = {names["revision"]: name for name, names in found.items() if "revision" in names}
    graph = TopologicalSorter(
        {name: [files[parent] for parent in _parents(names) if parent in files] for name, names in found.items()}
    )
    try:
        return tuple(graph.static_order())
    except CycleError as error:
        raise UnreadableMigration(error.args[1][0], ValueError("it follows itself")) from error


def _revisions(name: str, text: bytes) -> dict[str, Any]:
    try:
        return dict(_plain_assignments(ast.parse(text)))
    except (SyntaxError, ValueError) as error:
        raise UnreadableMigration(name, error) from error


def _plain_assignments(module: ast.Module) -> Iterator[tuple[str, Any]]:
    """The names of a module that are set to a plain value."""
    for statement in module.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.Tuple() | ast.List() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() | ast.Tuple() | ast.List() as value)
            ):
                yield name, ast.literal_eval(value)


def _parents(names: Mapping[str, Any]) -> tuple[str, ...]:
    down_revision = names.get("down_revision")
    if down_revision is None:
        return ()
    return (down_revision,) if isinstance(down_revision, str) else tuple(down_revision)
