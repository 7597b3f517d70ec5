"""The conditions of declared rules: comparisons of what the design says, and nothing that could do harm."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from inspect import getmro
from typing import Any

from msgspec import Struct

from msgen.design.quantities import parse_duration, parse_percentage, parse_rate

LONGEST = 500
"""Characters of a condition."""
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.In: lambda left, right: left in right, ast.NotIn: lambda left, right: left not in right,
    ast.Is: lambda left, right: left is right, ast.IsNot: lambda left, right: left is not right,
}  # fmt: skip
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": len,
    "like": lambda text, pattern: fnmatchcase(str(text), str(pattern)),
    "lower": lambda text: str(text).lower(),
}
FUNCTIONS = tuple(_FUNCTIONS)


class ExpressionError(Exception):
    """The condition cannot be used; the message says what in it."""


class Expression(Struct, frozen=True, dict=True):
    """A condition over the names of one object."""

    text: str

    @classmethod
    def of(cls, text: str) -> Expression:
        """Raises ExpressionError for anything but comparisons, `and`, `or`, `not`, `+ - *` and the known functions."""
        if len(text) > LONGEST:
            raise ExpressionError(f"a condition has at most {LONGEST} characters")
        expression = cls(text)
        _check(expression._tree)
        return expression

    def holds(self, names: Mapping[str, Any]) -> bool:
        """Raises ExpressionError where a name is not known or two values cannot be compared."""
        return bool(_value(self._tree, names))

    @cached_property
    def _tree(self) -> ast.expr:
        try:
            return ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ExpressionError("it is not a condition, as `scaling.minimum >= 2`") from None


def _check(node: ast.expr) -> None:
    waiting: list[ast.AST] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Attribute) and current.attr.startswith("_"):
            raise ExpressionError(f"`{current.attr}` is not part of a design")
        if isinstance(current, ast.Call):
            _check_call(current)
        elif not isinstance(current, _ALLOWED) or not _is_known(current):
            raise ExpressionError(f"`{ast.unparse(current)}` is not allowed in a condition")
        waiting += [child for child in ast.iter_child_nodes(current) if not isinstance(child, _GRAMMAR)]


def _is_known(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=op):
            return type(op) in _ARITHMETIC
        case ast.UnaryOp(op=op):
            return isinstance(op, ast.Not | ast.USub)
    return True


_GRAMMAR = (ast.expr_context, ast.boolop, ast.unaryop, ast.cmpop, ast.operator)
_ALLOWED = (
    ast.BoolOp, ast.UnaryOp, ast.Compare, ast.BinOp, ast.Name, ast.Attribute, ast.Constant, ast.Tuple, ast.List,
)  # fmt: skip


def _check_call(call: ast.Call) -> None:
    if not isinstance(call.func, ast.Name) or call.func.id not in _FUNCTIONS or call.keywords:
        raise ExpressionError(f"`{ast.unparse(call.func)}` is not a function of conditions: {', '.join(FUNCTIONS)}")


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_value(part, names) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_value(part, names) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _value(inner, names)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, names)
        case ast.Compare():
            return _compared(node, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            operands = _value(left, names), _value(right, names)
            if any(isinstance(operand, str | tuple) for operand in operands):
                raise ExpressionError(f"`{ast.unparse(node)}` calculates with what is no number")
            return _told(node, _ARITHMETIC[type(op)], *operands)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _told(node, _FUNCTIONS[name], *(_value(argument, names) for argument in arguments))
        case ast.Constant(value=value):
            return Decimal(str(value)) if isinstance(value, float) else value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return tuple(_value(item, names) for item in items)
        case ast.Name(id=name):
            if name not in names:
                raise ExpressionError(f"nothing is called `{name}` here; there are {', '.join(sorted(names))}")
            return names[name]
        case ast.Attribute(value=inner, attr=attribute):
            return _attribute(_value(inner, names), attribute, ast.unparse(inner))
    raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in a condition")


def _compared(node: ast.Compare, names: Mapping[str, Any]) -> bool:
    left = _value(node.left, names)
    for op, operand in zip(node.ops, node.comparators, strict=True):
        right = _value(operand, names)
        if not _told(node, _COMPARISONS[type(op)], _measured(left, right), _measured(right, left)):
            return False
        left = right
    return True


def _measured(value: Any, beside: Any) -> Any:
    """A text beside a duration or a number is read as one: `2s`, `99.9%`, `100/s`."""
    if not isinstance(value, str):
        return value
    try:
        if isinstance(beside, timedelta):
            return parse_duration(value)
        if isinstance(beside, Decimal):
            return parse_percentage(value) if value.endswith("%") else parse_rate(value)
    except ValueError:
        raise ExpressionError(f"`{value}` cannot be compared with what stands beside it") from None
    return value


def _attribute(value: Any, name: str, shown: str) -> Any:
    if value is None:
        return None
    known = names_of(value)
    if name not in known:
        raise ExpressionError(f"`{shown}` has no `{name}`; it has {', '.join(sorted(known))}")
    return getattr(value, name)


def names_of(value: Any) -> frozenset[str]:
    """The names that an object of the design has."""
    if not isinstance(value, Struct):
        return frozenset()
    properties = (
        name for kind in getmro(type(value)) for name, item in vars(kind).items() if isinstance(item, property)
    )
    return frozenset((*value.__struct_fields__, *(name for name in properties if name[0] != "_")))


def _told(node: ast.expr, function: Callable[..., Any], *values: Any) -> Any:
    try:
        return function(*values)
    except (TypeError, ValueError, OverflowError):
        raise ExpressionError(f"`{ast.unparse(node)}` compares what cannot be compared") from None
