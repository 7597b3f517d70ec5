"""What a Python module defines, before and after renames."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgen.merging.renaming.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of one module."""

    before: Sequence[ast.stmt]
    now: Sequence[ast.stmt]
    words: Vocabulary
    symbols: Mapping[str, str]
    """What it defines under another name now."""

    @classmethod
    def of(cls, before: bytes, now: bytes, words: Vocabulary, *, only_classes: bool) -> Comparison:
        old, new = parsed(before).body, parsed(now).body
        symbols = words.matched(_definitions(old, only_classes), list(_definitions(new, only_classes)))
        return cls(old, new, words, symbols)

    def fields(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each class by its old name, with the fields that it has under other names now."""
        now = dict(_classes(self.now))
        for name, before in _classes(self.before):
            after = now.get(self.symbols.get(name, name), ())
            renamed = {old: new for old, new in self.words.matched(before, after).items() if new not in before}
            if renamed:
                yield name, renamed


def parsed(content: bytes) -> ast.Module:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _definitions(body: Sequence[ast.stmt], only_classes: bool) -> Iterator[str]:
    """What a module defines at its top, in its order."""
    for node in body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not only_classes:
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if not only_classes:
                yield name


def _classes(body: Sequence[ast.stmt]) -> Iterator[tuple[str, list[str]]]:
    """Each class with the fields that it declares."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            declared = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
            yield node.name, [target.id for target in declared if isinstance(target, ast.Name)]
