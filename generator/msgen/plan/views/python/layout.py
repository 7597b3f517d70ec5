"""Statements laid out as `ruff format` keeps them, for names of any length.

A statement stands on one line where it fits and is exploded, one argument a line with a trailing comma, where it
does not: both forms are stable, so no formatter runs in the render path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE_LENGTH = 100
_COMPREHENSION = re.compile(r"^(?P<open>[\[{])(?P<element>.+) (?P<clause>for .+ in .+)(?P<close>[\]}])$")
_CONDITIONAL = re.compile(r"^(?P<then>.+) if (?P<test>.+ is None) else (?P<other>.+)$")


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or anything else in round brackets: what stands before them and the arguments."""

    head: str
    arguments: tuple[str | Call, ...] = ()

    def __str__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.arguments))})"


def statement(prefix: str, expression: str | Call, suffix: str = "", *, indent: int = 8) -> str:
    """`prefix expression suffix` without the first line's indentation.

    >>> print(statement("return ", Call("mapping.output", ("request", "order"))))
    return mapping.output(request, order)
    """
    one_line = f"{prefix}{expression}{suffix}"
    if len(one_line) + indent <= LINE_LENGTH:
        return one_line
    pad, inner = " " * indent, " " * (indent + 4)
    if isinstance(expression, Call) and expression.arguments:
        arguments = "".join(
            f"{inner}{argument_line(argument, indent + 4)}\n" for argument in expression.arguments
        )
        return f"{prefix}{expression.head}(\n{arguments}{pad}){suffix}"
    return prefix + _broken(str(expression), indent) + suffix


def argument_line(argument: str | Call, indent: int) -> str:
    """An argument with its comma, as it stands on a line of its own."""
    if isinstance(argument, Call):
        return statement("", argument, ",", indent=indent)
    if len(argument) + 1 + indent <= LINE_LENGTH:
        return f"{argument},"
    name, equals, value = _keyword(argument)
    call = as_call(value)
    if call is not None:
        return statement(f"{name}{equals}", call, ",", indent=indent)
    return f"{name}{equals}{_broken(value, indent)},"


def _keyword(argument: str) -> tuple[str, str, str]:
    match = re.match(r"^(\w+)(=)(.+)$", argument) or re.match(r'^("\w+")(: )(.+)$', argument)
    return (match[1], match[2], match[3]) if match else ("", "", argument)


def _broken(expression: str, indent: int) -> str:
    pad, inner = " " * indent, " " * (indent + 4)
    comprehension = _COMPREHENSION.match(expression)
    if comprehension:
        element, clause = comprehension["element"], comprehension["clause"]
        body = f"{inner}{element} {clause}\n"
        if len(body) - 1 > LINE_LENGTH:
            body = f"{inner}{element}\n{inner}{clause}\n"
        return f"{comprehension['open']}\n{body}{pad}{comprehension['close']}"
    conditional = _CONDITIONAL.match(expression)
    if conditional:
        lines = (conditional["then"], f"if {conditional['test']}", f"else {conditional['other']}")
        return "(\n" + "".join(f"{inner}{line}\n" for line in lines) + f"{pad})"
    if expression.startswith("[") and expression.endswith("]"):
        items = "".join(f"{inner}{item},\n" for item in split_arguments(expression[1:-1]))
        return f"[\n{items}{pad}]"
    call = as_call(expression)
    return expression if call is None else statement("", call, indent=indent)


def as_call(expression: str) -> Call | None:
    """A call written as text, so that its arguments may stand on lines of their own; `None` for anything else.

    >>> str(as_call('column("a").in_(["b", "c"])'))
    'column("a").in_(["b", "c"])'
    """
    if not expression.endswith(")"):
        return None
    depth, quoted = 0, ""
    for position in range(len(expression) - 1, -1, -1):
        letter = expression[position]
        if letter in "\"'":
            quoted = "" if letter == quoted else quoted or letter
        if not quoted:
            depth += (letter in ")]}") - (letter in "([{")
        if depth == 0 and not quoted:
            arguments = split_arguments(expression[position + 1 : -1])
            return Call(expression[:position], arguments) if position and arguments else None
    return None


def split_arguments(text: str) -> tuple[str, ...]:
    """The arguments of a call, at the commas outside of brackets and quotes."""
    arguments: list[str] = []
    depth, current, quoted = 0, "", ""
    for letter in text:
        if letter in "\"'":
            quoted = "" if letter == quoted else quoted or letter
        if not quoted:
            depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0 and not quoted:
            arguments.append(current.strip())
            current = ""
        else:
            current += letter
    return (*arguments, current.strip()) if current.strip() else tuple(arguments)
