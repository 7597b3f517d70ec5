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
        old, new = _body(before, only_classes), _body(now, only_classes)
        return cls(old, new, words, words.matched(_definitions(old), list(_definitions(new))))

    def fields(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each class or function by its old name, with the fields or parameters that it has under other names now."""
        now = dict(_given_by_name(self.now))
        for name, before in _given_by_name(self.before):
            after = now.get(self.symbols.get(name, name), ())
            renamed = {old: new for old, new in self.words.matched(before, after).items() if new not in before}
            if renamed:
                yield name, renamed


def parsed(content: bytes) -> ast.Module:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _body(content: bytes, only_classes: bool) -> Sequence[ast.stmt]:
    body = parsed(content).body
    return [node for node in body if isinstance(node, ast.ClassDef)] if only_classes else body


def _definitions(body: Sequence[ast.stmt]) -> Iterator[str]:
    """What a module defines at its top, in its order."""
    for node in body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _given_by_name(body: Sequence[ast.stmt]) -> Iterator[tuple[str, list[str]]]:
    """Each class with the fields that it declares, each function with its parameters."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            declared = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
            yield node.name, [target.id for target in declared if isinstance(target, ast.Name)]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, [each.arg for each in (*node.args.args, *node.args.kwonlyargs)]
