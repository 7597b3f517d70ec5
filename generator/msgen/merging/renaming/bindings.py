"""What each name in a Python file stands for: which import, definition or assignment binds it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

_BIND_BY_TEXT = frozenset(
    {"ExceptHandler", "MatchAs", "MatchMapping", "MatchStar", "ParamSpec", "TypeVar", "TypeVarTuple"}
)
"""Nodes that bind a name without a node for it."""


@dataclass(eq=False, slots=True)
class Scope:
    parent: Scope | None
    is_class: bool = False
    is_comprehension: bool = False
    bound: set[str] = field(default_factory=set)
    outer: dict[str, bool] = field(default_factory=dict)
    """Names declared `global` (true) or `nonlocal`."""

    def binder(self, name: str) -> Scope | None:
        """The scope whose binding a use of `name` in this one means; `None` for a builtin."""
        scope: Scope | None = self
        if name in self.outer:
            scope = self._top() if self.outer[name] else self.parent
        while scope is not None:
            if name in scope.bound and (scope is self or not scope.is_class):
                return scope
            scope = scope.parent
        return None

    def _top(self) -> Scope:
        return self if self.parent is None else self.parent._top()


@dataclass(frozen=True, slots=True)
class Imported:
    """One name that an import statement binds."""

    statement: ast.Import | ast.ImportFrom
    alias: ast.alias
    scope: Scope

    @property
    def name(self) -> str:
        """The name that it binds."""
        if self.alias.asname is not None:
            return self.alias.asname
        return self.alias.name if isinstance(self.statement, ast.ImportFrom) else self.alias.name.partition(".")[0]


@dataclass(slots=True)
class Bindings:
    """Everything in a file that has to do with names."""

    top: Scope
    imports: list[Imported] = field(default_factory=list)
    uses: list[tuple[ast.Name, Scope]] = field(default_factory=list)
    chains: list[tuple[ast.Attribute, Scope]] = field(default_factory=list)
    """Attributes of attributes of names, the longest of each."""
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)

    def everywhere(self) -> Iterator[str]:
        """Every name that is bound in some scope."""
        for scope in self.scopes:
            yield from scope.bound


def bindings(tree: ast.Module) -> Bindings:
    visitor = _Visitor()
    visitor.visit(tree)
    return visitor.found


class _Visitor(ast.NodeVisitor):
    def __init__(self) -> None:
        self.scope = Scope(None)
        self.found = Bindings(self.scope, scopes=[self.scope])

    def visit_Import(self, node: ast.Import) -> None:
        self._import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._import(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.scope.bound.add(node.name)
        self._visit_all(node.decorator_list, node.bases, node.keywords)
        with_class = self._below(is_class=True)
        self._inside(with_class, getattr(node, "type_params", []), node.body)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """It binds outside the comprehension that it may stand in."""
        scope = self.scope
        while scope.is_comprehension and scope.parent is not None:
            scope = scope.parent
        scope.bound.add(node.target.id)
        self.found.uses.append((node.target, scope))
        self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        self.scope.outer.update(dict.fromkeys(node.names, True))

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.scope.outer.update(dict.fromkeys(node.names, False))

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load) and node.id not in self.scope.outer:
            self.scope.bound.add(node.id)
        self.found.uses.append((node, self.scope))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.found.chains.append((node, self.scope))
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        self.visit(inner)

    def visit_Call(self, node: ast.Call) -> None:
        self.found.calls.append((node, self.scope))
        self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> None:
        bound = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(bound, str) and type(node).__name__ in _BIND_BY_TEXT:
            self.scope.bound.add(bound)
        super().generic_visit(node)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            imported = Imported(node, alias, self.scope)
            self.found.imports.append(imported)
            if imported.name not in self.scope.outer:
                self.scope.bound.add(imported.name)

    def _function(self, node: _Function) -> None:
        arguments = node.args
        everyone = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        everyone += [each for each in (arguments.vararg, arguments.kwarg) if each]
        self._visit_all(arguments.defaults, [each for each in arguments.kw_defaults if each])
        body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
        inside = self._below()
        if not isinstance(node, ast.Lambda):
            self.scope.bound.add(node.name)
            self._visit_all(node.decorator_list)
            annotations = [each.annotation for each in everyone if each.annotation]
            self._visit_all(annotations, [node.returns] if node.returns else [])
        inside.bound.update(each.arg for each in everyone)
        self._inside(inside, getattr(node, "type_params", []), body)

    def _comprehension(self, node: _Comprehension) -> None:
        first, *others = node.generators
        self.visit(first.iter)
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._inside(self._below(is_comprehension=True), [first.target, *first.ifs], others, made)

    def _below(self, *, is_class: bool = False, is_comprehension: bool = False) -> Scope:
        scope = Scope(self.scope, is_class, is_comprehension)
        self.found.scopes.append(scope)
        return scope

    def _inside(self, scope: Scope, *groups: Iterable[ast.AST]) -> None:
        outside, self.scope = self.scope, scope
        self._visit_all(*groups)
        self.scope = outside

    def _visit_all(self, *groups: Iterable[ast.AST]) -> None:
        for group in groups:
            for node in group:
                self.visit(node)
