"""How a value of the spec is refused: one sentence, and what to write instead."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

EXCERPT = 60


def problem(message: str, hint: str = "", **context: Any) -> PydanticCustomError:
    """An error in our own words; `context` may hold `offset` and `length` inside a type expression."""
    return PydanticCustomError("spec", "{message}", {"message": message, "hint": hint, **context})


def quoted(written: object) -> str:
    """What was written, short enough for a message, in backticks.

    >>> quoted("gprc"), quoted(True), quoted(None), quoted([1])
    ('`gprc`', '`true`', '`null`', 'a list')
    """
    if isinstance(written, list | tuple):
        return "a list"
    if isinstance(written, dict):
        return "a map"
    if written is None:
        return "`null`"
    text = str(written).lower() if isinstance(written, bool) else str(written)
    return f"`{text if len(text) <= EXCERPT else text[:EXCERPT] + '...'}`"
