"""The language of types: `list(string(1..80))? index` becomes a `Field` with its `Type`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import cast

from .names import FIELD_NAME
from .type_defaults import misfit
from .type_errors import TypeExpressionError
from .type_grammar import Expression
from .types import Field, Type

MARKS = ("unique", "index", "pii", "pci")
LONG_FORM = ("type", "default", "description", "example", "was")


def parse_type(text: str) -> Type:
    """The type that an expression without marks means.

    >>> parse_type("list(int)?")
    ListType(item=Scalar(kind='int', bounds=Bounds(minimum=None, maximum=None, exclusive_minimum=False, \
exclusive_maximum=False, precision=None, scale=None, pattern=None), optional=False), optional=True)
    """
    parsed, rest = Expression(text).read()
    if rest.strip():
        raise TypeExpressionError(f"`{rest.strip()}` after the type", "marks belong to a field", len(text) - len(rest))
    return parsed


def parse_field(name: str, written: object) -> Field:
    """The field that an expression (`email unique pii`) or a long form (`{type: email, ...}`) means."""
    if isinstance(written, dict):
        return _long_form(name, written)
    if not isinstance(written, str):
        raise _not_an_expression(written)
    parsed, rest = Expression(written).read()
    marks, default = _marks(rest, len(written) - len(rest))
    _check_default(parsed, default, written.find("default="))
    return Field(name, parsed, "unique" in marks, "index" in marks, "pii" in marks, "pci" in marks, default)


def _marks(rest: str, start: int) -> tuple[set[str], str | None]:
    seen: set[str] = set()
    default: str | None = None
    for found in re.finditer(r"\S+", rest):
        word, offset = found[0], start + found.start()
        mark = "default" if word.startswith("default=") else word
        if mark in seen:
            raise TypeExpressionError(f"`{mark}` stands twice", "", offset, len(word))
        seen.add(mark)
        if mark == "default":
            default = _default(word.removeprefix("default="), offset, len(word))
        elif mark not in MARKS:
            raise _unknown_mark(word, offset)
    return seen, default


def _default(literal: str, offset: int, length: int) -> str:
    if literal and literal[0] not in "\"'":
        return literal
    raise TypeExpressionError(
        "`default=` takes a literal without quotes and spaces", "use the long form: `{type: string, default: \"a b\"}`",
        offset, length,
    )  # fmt: skip


def _check_default(parsed: Type, default: str | None, offset: int) -> None:
    fitting = misfit(parsed, default) if default is not None else None
    if fitting:
        length = len(f"default={default}")
        raise TypeExpressionError(f"the default `{default}` does not fit", f"it is {fitting}", max(offset, 0), length)


def _unknown_mark(word: str, offset: int) -> TypeExpressionError:
    close = get_close_matches(word.lower(), [*MARKS, "default="], n=1, cutoff=0.6)
    habits = {"optional": "?", "nullable": "?", "required": "", "primary": "unique", "pk": "unique"}
    if word.lower() in habits:
        hint = "an optional type ends in `?`, all others are required" if not close else f"did you mean `{close[0]}`"
    elif close:
        hint = f"did you mean `{close[0]}`"
    else:
        hint = "marks are `unique`, `index`, `pii`, `pci` and `default=...`"
    return TypeExpressionError(f"`{word}` is not a mark of a field", hint, offset, len(word))


def _not_an_expression(written: object) -> TypeExpressionError:
    if isinstance(written, list):
        item = written[0] if len(written) == 1 and isinstance(written[0], str) else "T"
        return TypeExpressionError("a list is not a type", f"did you mean `list({item})`")
    if written is None:
        return TypeExpressionError("a type is missing", "for example `string(1..80)`")
    return TypeExpressionError("this is not a type", "for example `string(1..80)`, `list(OrderLine)` or `money?`")


def _long_form(name: str, written: dict[object, object]) -> Field:
    if "type" not in written:
        raise _map_habit(written)
    for key in written:
        if key not in LONG_FORM and not str(key).startswith("x-"):
            close = get_close_matches(str(key), LONG_FORM, n=1, cutoff=0.6)
            hint = (
                f"did you mean `{close[0]}`" if close else f"allowed are {', '.join(f'`{item}`' for item in LONG_FORM)}"
            )
            raise TypeExpressionError(f"unknown key `{key}`", hint, at_key=str(key))
    if isinstance(written["type"], dict):
        raise _map_habit(cast("dict[object, object]", written["type"]))
    field = parse_field(name, written["type"])
    default = _literal(written, "default")
    if default is not None and field.default is not None:
        raise TypeExpressionError("the default is given twice", "drop one of them", at_key="default")
    if default is not None and (fitting := misfit(field.type, default)):
        raise TypeExpressionError(f"the default `{default}` does not fit", f"it is {fitting}", at_key="default")
    was = _literal(written, "was")
    if was is not None and not FIELD_NAME.fits(was):
        raise TypeExpressionError("this is not the name of a field", FIELD_NAME.rule, at_key="was")
    return Field(
        name, field.type, field.unique, field.index, field.pii, field.pci,
        default=default if default is not None else field.default,
        description=_literal(written, "description") or "",
        example=_literal(written, "example"),
        was=was,
    )  # fmt: skip


def _literal(written: dict[object, object], key: str) -> str | None:
    value = written.get(key)
    if value is None:
        return None
    if isinstance(value, dict | list):
        raise TypeExpressionError(f"`{key}` is a text or a number", "put it into quotes", at_key=key)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _map_habit(written: dict[object, object]) -> TypeExpressionError:
    value = next(iter(written.values())) if len(written) == 1 else None
    if isinstance(value, str):
        return TypeExpressionError("a map is not a type", f"did you mean `map({value})`")
    return TypeExpressionError(
        "a map is not a type",
        "fields within a field get a named type under `types`; the long form needs `type`",
    )
