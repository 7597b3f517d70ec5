"""Imports of modules that are not there any more."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from msgen.merging.renaming.python_names import imported_module


def dangling_imports(path: str, content: bytes, gone: Collection[str]) -> Iterator[tuple[int, str]]:
    """The line, from 1, and the module of each import that finds nothing; `path` is that of the file.

    What does not parse has no imports.
    """
    if not any(module.rpartition(".")[2].encode() in content for module in gone):
        return
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return
    found = {each for node in ast.walk(tree) for each in _modules(node, path) if each[1] in gone}
    yield from sorted(found)


def _modules(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """All that an import may take for a module."""
    match node:
        case ast.Import(names=names):
            yield from ((alias.lineno, alias.name) for alias in names)
        case ast.ImportFrom(names=names):
            module = imported_module(node, path)
            yield node.lineno, module
            yield from ((alias.lineno, f"{module}.{alias.name}") for alias in names)
