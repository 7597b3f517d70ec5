"""Declared renames in the Python files of people: names that they import, and the classes that others find by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgen.merging.renaming.bindings import Bindings, Imported, Scope, bindings
from msgen.merging.renaming.import_order import tidied
from msgen.merging.renaming.python_names import PythonNames, imported_module, module_at

_LINE_END = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")
_FROM = re.compile(rb"from[\s.\\]+")
_DEFINED = re.compile(rb"(?:class|def|async\s+def)\s+")


@dataclass(frozen=True, slots=True)
class Carried:
    content: bytes
    lines: tuple[int, ...] = ()
    """Those in which a name changed, counted from 1 as they stand in `content`."""


def carry(path: str, content: bytes, names: PythonNames) -> Carried:
    """A Python file with the names that it takes from generated modules as they are now.

    `path` is where it stood until now, relative to the service's folder. Only whole names change, and only where they
    mean what was renamed: comments, texts and equal names of other things stay. What does not parse is left alone.
    """
    if not names:
        return Carried(content)
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return Carried(content)
    return _File(path, content, names, bindings(tree)).carried(tree)


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an imported name is: a module, or something that a module defines."""

    module: str
    symbol: str = ""


@dataclass(slots=True)
class _File:
    path: str
    content: bytes
    names: PythonNames
    found: Bindings
    lines: list[bytes] = field(init=False)
    edits: set[_Edit] = field(default_factory=set)
    meanings: dict[tuple[Scope, str], _Meaning] = field(default_factory=dict)
    renamed: dict[tuple[Scope, str], str] = field(default_factory=dict)
    """Names that are bound in a scope under another name now."""
    taken: set[str] = field(init=False)
    """Names that are bound somewhere and do not become others by these very renames."""

    def __post_init__(self) -> None:
        self.lines = _LINE_END.split(self.content)
        leaving = {imported.name for imported in self.found.imports if self._leaves(imported)}
        self.taken = set(self.found.everywhere()) - leaving

    def carried(self, tree: ast.Module) -> Carried:
        own = self.names.own_classes.get(module_at(self.path), {})
        for old, new in own.items():
            if old in self.found.top.bound:
                self.renamed[self.found.top, old] = new
        for imported in self.found.imports:
            self._import(imported)
        self._define(tree, own)
        for node, scope in self.found.uses:
            self._use(node, scope)
        for chain, scope in self.found.chains:
            self._chain(chain, scope)
        for call, scope in self.found.calls:
            self._keywords(call, scope)
        return self._applied()

    # imports

    def _import(self, imported: Imported) -> None:
        if isinstance(imported.statement, ast.Import):
            self._import_module(imported)
        else:
            self._import_from(imported, imported.statement)

    def _import_module(self, imported: Imported) -> None:
        alias = imported.alias
        module = self.names.module(alias.name)
        self._edit(alias.lineno, alias.col_offset, alias.name, module)
        if alias.asname is not None:
            self.meanings[imported.scope, alias.asname] = _Meaning(alias.name)
            self._rename_asname(imported)
            return
        self.meanings[imported.scope, imported.name] = _Meaning(imported.name)
        self._bind(imported.scope, imported.name, module.partition(".")[0])

    def _import_from(self, imported: Imported, statement: ast.ImportFrom) -> None:
        base = imported_module(statement, self.path)
        alias = imported.alias
        self._move(statement, base)
        meaning = self._inside(base, alias.name)
        self.meanings[imported.scope, imported.name] = meaning
        new = self._name(meaning)
        if alias.asname is not None:
            self._edit(alias.lineno, alias.col_offset, alias.name, new)
            self._rename_asname(imported)
        elif (imported.scope, alias.name) in self.renamed and new == alias.name:
            self._edit(alias.lineno, alias.col_offset, alias.name, f"{new} as {self._bound(imported)}")
        elif self._bind(imported.scope, alias.name, new):
            self._edit(alias.lineno, alias.col_offset, alias.name, new)
        else:
            self._edit(alias.lineno, alias.col_offset, alias.name, f"{new} as {alias.name}")

    def _rename_asname(self, imported: Imported) -> None:
        """A person's own name for it stays, unless others find a class by it."""
        alias = imported.alias
        if alias.asname is not None and (imported.scope, alias.asname) in self.renamed:
            end = (alias.end_lineno or alias.lineno, (alias.end_col_offset or 0) - len(alias.asname.encode()))
            self._edit(*end, alias.asname, self._bound(imported))

    def _bound(self, imported: Imported) -> str:
        return self.renamed[imported.scope, imported.name]

    def _bind(self, scope: Scope, old: str, new: str) -> bool:
        """Bind the new name in place of the old, unless the file calls something else so."""
        if old == new:
            return True
        if (scope, old) not in self.renamed and new in self.taken:
            return False
        self.renamed[scope, old] = new
        return True

    def _leaves(self, imported: Imported) -> bool:
        alias, statement = imported.alias, imported.statement
        if alias.asname is not None:
            return False
        if isinstance(statement, ast.Import):
            return self.names.module(alias.name).partition(".")[0] != imported.name
        return self._name(self._inside(imported_module(statement, self.path), alias.name)) != alias.name

    def _move(self, statement: ast.ImportFrom, base: str) -> None:
        """The written module: of a relative one only the part below the dots can change."""
        if statement.module is None:
            return
        start = _FROM.match(self.lines[statement.lineno - 1], statement.col_offset)
        if start is None:
            return
        depth = statement.module.count(".") + 1
        now = ".".join(self.names.module(base).split(".")[-depth:])
        self._edit(statement.lineno, start.end(), statement.module, now)

    # definitions and uses

    def _define(self, tree: ast.Module, own: Iterable[str]) -> None:
        """The classes of this file that others find by name, and the list of what it offers."""
        wanted = {old for old in own if (self.found.top, old) in self.renamed}
        for node in tree.body if wanted else ():
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name in wanted:
                start = _DEFINED.match(self.lines[node.lineno - 1], node.col_offset)
                if start is not None:
                    self._edit(node.lineno, start.end(), node.name, self.renamed[self.found.top, node.name])
            elif isinstance(node, ast.Assign) and _is_offer(node):
                self._offer(node.value, wanted)

    def _offer(self, listed: ast.expr, wanted: set[str]) -> None:
        for item in ast.walk(listed):
            if isinstance(item, ast.Constant) and isinstance(item.value, str) and item.value in wanted:
                new = self.renamed[self.found.top, item.value]
                self._edit(item.lineno, item.col_offset + 1, item.value, new)

    def _use(self, node: ast.Name, scope: Scope) -> None:
        binder = scope.binder(node.id)
        if binder is not None and (binder, node.id) in self.renamed:
            self._edit(node.lineno, node.col_offset, node.id, self.renamed[binder, node.id])

    def _chain(self, node: ast.Attribute, scope: Scope) -> None:
        """`ports.PlaceOrder`, `billing.app.messages.PlaceOrderInput`: down to what a module defines."""
        for part, meaning in self._steps(node, scope):
            if isinstance(part, ast.Attribute):
                self._edit_attribute(part, self._name(meaning))

    def _keywords(self, call: ast.Call, scope: Scope) -> None:
        """Fields that are given to a class by name, and arguments to a function."""
        for part, meaning in self._steps(call.func, scope):
            fields = self.names.fields.get((meaning.module, meaning.symbol), {}) if part is call.func else {}
            for keyword in call.keywords:
                if keyword.arg is not None and keyword.arg in fields:
                    self._edit(keyword.lineno, keyword.col_offset, keyword.arg, fields[keyword.arg])

    def _steps(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, _Meaning]]:
        """Each part of `module.name` that stands for something generated, from the left."""
        *attributes, first = _unchained(node)
        meaning = self._meaning(first, scope)
        if meaning is None:
            return
        yield first, meaning
        for attribute in reversed(attributes):
            if meaning.symbol or not isinstance(attribute, ast.Attribute):
                return
            meaning = self._inside(meaning.module, attribute.attr)
            yield attribute, meaning

    def _meaning(self, node: ast.expr, scope: Scope) -> _Meaning | None:
        """What a name stands for, where an import binds it or this file itself defines a class by which it is found."""
        if not isinstance(node, ast.Name):
            return None
        binder = scope.binder(node.id)
        own = _Meaning(module_at(self.path), node.id)
        if binder is self.found.top and (own.module, own.symbol) in self.names.fields:
            return own
        return self.meanings.get((binder, node.id)) if binder is not None else None

    def _inside(self, module: str, name: str) -> _Meaning:
        """What `name` is in a module: a module below it, or something that it defines."""
        full = f"{module}.{name}"
        return _Meaning(full) if full in self.names.modules else _Meaning(module, name)

    def _name(self, meaning: _Meaning) -> str:
        """Its last name now."""
        if meaning.symbol:
            return self.names.symbol(meaning.module, meaning.symbol)
        return self.names.module(meaning.module).rpartition(".")[2]

    def _edit_attribute(self, node: ast.Attribute, new: str) -> None:
        line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        self._edit(line, end - len(node.attr.encode()), node.attr, new)

    # the text

    def _edit(self, line: int, column: int, old: str, new: str) -> None:
        if old != new and self.lines[line - 1].startswith(old.encode(), column):
            self.edits.add(_Edit(line, column, old, new))

    def _applied(self) -> Carried:
        if not self.edits:
            return Carried(self.content)
        for edit in sorted(self.edits, reverse=True):
            line = self.lines[edit.line - 1]
            after = line[edit.column + len(edit.old.encode()) :]
            self.lines[edit.line - 1] = line[: edit.column] + edit.new.encode() + after
        result = tidied(self.content, b"".join(self.lines))
        edited = {0, *(edit.line for edit in self.edits)}
        lines = (number for number, origin in enumerate(result.origins, start=1) if origin in edited)
        return Carried(result.content, tuple(lines))


def _unchained(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, ast.Attribute):
        yield node
        node = node.value
    yield node


def _is_offer(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
