"""Calls as values, and calls read from text, for the layout of statements."""

from __future__ import annotations

from msgspec import Struct


class Call(Struct, frozen=True):
    """A call, or anything else in round brackets: what stands before them and the arguments."""

    head: str
    arguments: tuple[str | Call, ...] = ()

    def __str__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.arguments))})"


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
