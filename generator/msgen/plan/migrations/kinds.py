"""What a column can hold, how the database keeps it, and which change of it loses nothing."""

from __future__ import annotations

import re
from typing import Literal

Change = Literal["same", "widened", "narrowed", "another"]
"""`narrowed` is refused by the database where a value does not fit; `another` cannot be done without loss."""

_KEPT_AS = {"money": "decimal(19,4)", "any": "json", "position": "int"}
_PARTS = re.compile(r"(?P<name>\w+)(?:\((?P<sizes>[\d,]+)\))?")
_NUMBERS = ("int", "float", "decimal")
_DIGITS_OF_INT = 20
"""The longest 64-bit integer as text, with its sign."""


def stored_as(kind: str) -> str:
    """The kind without what only the service knows of it: equal ones are the same in the database."""
    return _KEPT_AS.get(kind, kind)


def name_and_sizes(kind: str) -> tuple[str, tuple[int, ...]]:
    """
    >>> name_and_sizes("decimal(12,2)"), name_and_sizes("text")
    (('decimal', (12, 2)), ('text', ()))
    """
    parts = _PARTS.fullmatch(kind)
    assert parts is not None, f"`{kind}` is no kind of a column"
    sizes = parts["sizes"]
    return parts["name"], tuple(map(int, sizes.split(","))) if sizes else ()


def change_of_kind(before: str, after: str) -> Change:
    """What becomes of the values of a column.

    >>> change_of_kind("string(20)", "text"), change_of_kind("string(20)", "string(5)")
    ('widened', 'narrowed')
    >>> change_of_kind("decimal(12,2)", "decimal(14,4)"), change_of_kind("decimal(12,2)", "decimal(12,1)")
    ('widened', 'another')
    >>> change_of_kind("text", "int")
    'another'
    """
    before, after = stored_as(before), stored_as(after)
    if before == after:
        return "same"
    (old, old_sizes), (new, new_sizes) = name_and_sizes(before), name_and_sizes(after)
    if _is_text(new) and (_is_text(old) or old == "int"):
        return _of_text(old_sizes or ((_DIGITS_OF_INT,) if old == "int" else ()), new_sizes)
    if old == new == "decimal":
        return _of_decimal(old_sizes, new_sizes)
    return "another"


def is_carried_over(before: str, after: str) -> bool:
    """Whether values can be turned into the other kind, though not without loss, so that the old ones are kept too.

    >>> is_carried_over("date", "datetime"), is_carried_over("float", "decimal(8,2)"), is_carried_over("text", "int")
    (True, True, False)
    """
    old, new = (name_and_sizes(stored_as(kind))[0] for kind in (before, after))
    return {old, new} == {"date", "datetime"} or (old in _NUMBERS and new in _NUMBERS)


def fits_as_key(before: str, after: str) -> bool:
    """Whether a key may change its type where it stands: with it changes what refers to it."""
    same_family = _is_text(name_and_sizes(before)[0]) == _is_text(name_and_sizes(after)[0])
    return same_family and change_of_kind(before, after) != "another"


def _is_text(name: str) -> bool:
    return name in ("text", "string")


def _of_text(before: tuple[int, ...], after: tuple[int, ...]) -> Change:
    if not after or (before and before[0] <= after[0]):
        return "widened"
    return "narrowed"


def _of_decimal(before: tuple[int, ...], after: tuple[int, ...]) -> Change:
    """Digits before the point may become fewer, for the database then refuses; fewer behind it would round."""
    if not after:
        return "widened"
    if not before or after[1] < before[1]:
        return "another"
    return "widened" if before[0] - before[1] <= after[0] - after[1] else "narrowed"
