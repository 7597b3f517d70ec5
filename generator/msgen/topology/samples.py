"""The smallest valid text for a regular expression, for zero values and for tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any


def smallest_match(pattern: str) -> str:
    """A short text that the whole pattern matches; empty where none could be built.

    >>> smallest_match("^[A-Z]{3}$"), smallest_match("^\\\\+[0-9]{6,15}$")
    ('AAA', '+000000')
    """
    try:
        text = _sequence(sre_parse.parse(pattern), {})
    except (re.error, OverflowError, RecursionError, ValueError):
        return ""
    return text if re.search(pattern, text) else ""


def _sequence(items: Iterable[tuple[Any, Any]], groups: dict[int, str]) -> str:
    """`groups` are the texts of those that were closed; what has to lie ahead replaces what lies there."""
    text = ""
    ahead: dict[int, str] = {}
    for code, argument in items:
        if str(code) == "ASSERT" and argument[0] > 0:
            ahead[len(text)] = ahead.get(len(text), "") + _sequence(argument[1], groups)
        else:
            text += _one(str(code), argument, groups)
    for position, wanted in ahead.items():
        text = text[:position] + wanted + text[position + len(wanted) :]
    return text


def _one(code: str, argument: Any, groups: dict[int, str]) -> str:
    match code:
        case "LITERAL":
            return chr(argument)
        case "NOT_LITERAL":
            return "a" if argument != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _of_class(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, items = argument
            return _sequence(items, groups) * min(int(least), 10_000)
        case "SUBPATTERN":
            text = groups[argument[0]] = _sequence(argument[-1], groups)
            return text
        case "GROUPREF":
            return groups.get(argument, "")
        case "ATOMIC_GROUP":
            return _sequence(argument, groups)
        case "BRANCH":
            branches = [_sequence(branch, groups) for branch in argument[1]]
            return min(branches, key=len)
        case _:
            return ""


def _of_class(items: list[tuple[Any, Any]]) -> str:
    if str(items[0][0]) == "NEGATE":
        return next((letter for letter in "a0 -_~" if not any(_holds(item, letter) for item in items[1:])), "a")
    code, argument = items[0]
    match str(code):
        case "LITERAL":
            return chr(int(argument))
        case "RANGE":
            return chr(int(argument[0]))
        case _:
            return {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " "}.get(str(argument), "a")


def _holds(item: tuple[Any, Any], letter: str) -> bool:
    code, argument = item
    match str(code):
        case "LITERAL":
            return bool(ord(letter) == argument)
        case "RANGE":
            return bool(argument[0] <= ord(letter) <= argument[1])
        case _:
            category = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
            return re.match(category.get(str(argument), r"."), letter) is not None
