"""Calls as values, and calls and conditions read from text, for the layout of statements."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Call(Struct, frozen=True):
    """A call, or anything else in round brackets: what stands before them and the arguments."""

    head: str
    arguments: tuple[str | Call, ...] = ()

    def __str__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.arguments))})"


class Conditional(Struct, frozen=True):
    """`then if test else other`."""

    then: str
    test: str
    other: str


def as_call(expression: str) -> Call | None:
    """A call written as text, so that its arguments may stand on lines of their own; `None` for anything else.

    >>> str(as_call('column("a").in_(["b", "c"])'))
    'column("a").in_(["b", "c"])'
    """
    if not expression.endswith(")"):
        return None
    depth, opening = 0, 0
    for position, letter in _outside_quotes(expression):
        if letter in "([{":
            opening = opening if depth else position
            depth += 1
        elif letter in ")]}":
            depth -= 1
    arguments = split_arguments(expression[opening + 1 : -1])
    return Call(expression[:opening], arguments) if opening and arguments and not depth else None


def as_conditional(expression: str) -> Conditional | None:
    """A conditional expression written as text; `None` for anything else, also for one inside of brackets.

    >>> as_conditional("answer.id if answer else [0 if x is None else x]").other
    '[0 if x is None else x]'
    """
    depth, test = 0, 0
    for position, letter in _outside_quotes(expression):
        depth += (letter in "([{") - (letter in ")]}")
        if letter != " " or depth:
            continue
        if not test and expression.startswith(" if ", position):
            test = position
        elif test and expression.startswith(" else ", position):
            return Conditional(expression[:test], expression[test + 4 : position], expression[position + 6 :])
    return None


def split_arguments(text: str) -> tuple[str, ...]:
    """The arguments of a call, at the commas outside of brackets and quotes."""
    arguments: list[str] = []
    depth, begin = 0, 0
    for position, letter in _outside_quotes(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            arguments.append(text[begin:position].strip())
            begin = position + 1
    last = text[begin:].strip()
    return (*arguments, last) if last else tuple(arguments)


def _outside_quotes(text: str) -> Iterator[tuple[int, str]]:
    """The letters that are no part of a literal, with their places."""
    quoted, is_escaped = "", False
    for position, letter in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif quoted:
            is_escaped = letter == "\\"
            quoted = "" if letter == quoted else quoted
        elif letter in "\"'":
            quoted = letter
        else:
            yield position, letter
