"""The language of types: `list(string(1..80))? index` becomes a `Field` with its `Type`."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import cast

from .names import FIELD_NAME, TYPE_NAME
from .type_bounds import parse_bounds
from .type_errors import TypeExpressionError
from .type_habits import scalar_meant, structure_meant
from .types import SCALARS, EnumType, Field, ListType, MapType, NamedType, Scalar, ScalarKind, Type

DEEPEST = 16
"""Lists and maps within each other; more than that nobody reads."""
LONGEST = 1000
MARKS = ("unique", "index", "pii", "pci")

_ENUM_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_BARE = {"enum": "enum(x|y)", "list": "list(T)", "map": "map(T)"}
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REGEX_END = re.compile(r"(?<!\\)(?:\\\\)*/(?=\))")


def parse_type(text: str) -> Type:
    """The type that an expression without marks means.

    >>> parse_type("list(int)?")
    ListType(item=Scalar(kind='int', bounds=Bounds(minimum=None, maximum=None, exclusive_minimum=False, \
exclusive_maximum=False, precision=None, scale=None, pattern=None), optional=False), optional=True)
    """
    parsed, rest = _Expression(text).read()
    if rest.strip():
        raise TypeExpressionError(
            f"`{rest.strip()}` after the type", "marks belong to a field", len(text) - len(rest)
        )
    return parsed


def parse_field(name: str, written: object) -> Field:
    """The field that an expression (`email unique pii`) or a long form (`{type: email, ...}`) means."""
    if isinstance(written, dict):
        return _long_form(name, written)
    if not isinstance(written, str):
        raise _not_an_expression(written)
    parsed, rest = _Expression(written).read()
    marks, default = _marks(rest, len(written) - len(rest))
    return Field(name, parsed, default=default, **{mark: mark in marks for mark in MARKS})


class _Expression:
    """A recursive descent over one expression; `at` is the next character to read."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise TypeExpressionError(
                f"the type has more than {LONGEST} characters", "give its parts names under `types`"
            )
        self.text = text
        self.at = len(text) - len(text.lstrip())

    def read(self) -> tuple[Type, str]:
        """The type, and what follows it."""
        parsed = self._type(0)
        rest = self.text[self.at :]
        if rest and not rest[0].isspace():
            raise self._unexpected()
        return parsed, rest

    def _type(self, depth: int) -> Type:
        if depth > DEEPEST:
            raise TypeExpressionError(
                "the type is nested too deeply", "give its parts names under `types`", self.at
            )
        parsed = self._base(depth)
        if self._take("?"):
            return _optional(parsed)
        return parsed

    def _base(self, depth: int) -> Type:
        start = self.at
        word = _WORD.match(self.text, start)
        if not word:
            raise self._unexpected()
        self.at = word.end()
        structure: Callable[[], Type] | None = {
            "enum": lambda: self._enum(start),
            "list": lambda: ListType(self._inner(depth)),
            "map": lambda: MapType(self._inner(depth)),
        }.get(word[0])
        if structure and self._take("("):
            return self._closed(structure, start)
        return self._scalar_or_name(word[0], start)

    def _inner(self, depth: int) -> Type:
        habit = structure_meant(self.text)
        if habit and self.text.rfind(",") > self.at:
            raise TypeExpressionError(
                "a type holds no comma", f"did you mean `{habit}`", self.text.index(",", self.at)
            )
        return self._type(depth + 1)

    def _closed(self, structure: Callable[[], Type], start: int) -> Type:
        parsed = structure()
        if not self._take(")"):
            raise self._unclosed(start)
        return parsed

    def _enum(self, word: int) -> Type:
        end = self.text.find(")", self.at)
        if end < 0:
            raise self._unclosed(word)
        inside, start = self.text[self.at : end], self.at
        self.at = end
        if "," in inside:
            meant = "|".join(value.strip() for value in inside.split(","))
            raise TypeExpressionError(
                "the values of an enum are separated by `|`",
                f"did you mean `enum({meant})`",
                start,
                len(inside),
            )
        return EnumType(_enum_values(inside, start))

    def _scalar_or_name(self, word: str, start: int) -> Type:
        if word in SCALARS:
            kind = cast(ScalarKind, word)
            return Scalar(kind, parse_bounds(kind, *self._bounds(start))) if self._take("(") else Scalar(kind)
        habit = structure_meant(self.text[start:]) or scalar_meant(word) or _BARE.get(word)
        if habit:
            raise TypeExpressionError(f"`{word}` is not a type", f"did you mean `{habit}`", start, len(word))
        if word[0].isupper():
            TYPE_NAME.check(word)
            return NamedType(word)
        raise _unknown(word, start)

    def _bounds(self, start: int) -> tuple[str, int]:
        """The text between the brackets and where it begins; a regex ends at the first `/` before `)`."""
        begin = self.at
        if self.text.startswith("/", begin):
            found = _REGEX_END.search(self.text, begin + 1)
            end = found.end() if found else -1
        else:
            end = self.text.find(")", begin)
        if end < 0:
            raise self._unclosed(start)
        self.at = end + 1
        return self.text[begin:end], begin

    def _take(self, character: str) -> bool:
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def _unclosed(self, start: int) -> TypeExpressionError:
        rest = self.text[self.at :].strip()
        if rest and "(" in self.text and ")" in rest:
            return self._unexpected()
        return TypeExpressionError(
            f"`{self.text[start:].strip()}` lacks its closing bracket",
            "a comma, `[` or `{` tears an expression apart: write `enum(x|y)`, `list(T)`, `map(T)`",
            start,
            len(self.text) - start,
        )

    def _unexpected(self) -> TypeExpressionError:
        habit = structure_meant(self.text)
        character = self.text[self.at : self.at + 1]
        said = f"`{character}` is not expected here" if character else "a type is missing here"
        hint = (
            f"did you mean `{habit}`"
            if habit
            else "for example `string(1..80)`, `list(OrderLine)` or `money?`"
        )
        return TypeExpressionError(said, hint, self.at)


def _optional(parsed: Type) -> Type:
    match parsed:
        case Scalar(kind, bounds):
            return Scalar(kind, bounds, optional=True)
        case EnumType(values):
            return EnumType(values, optional=True)
        case ListType(item):
            return ListType(item, optional=True)
        case MapType(value):
            return MapType(value, optional=True)
        case NamedType(name):
            return NamedType(name, optional=True)


def _enum_values(inside: str, start: int) -> tuple[str, ...]:
    values = inside.split("|")
    members: dict[str, str] = {}
    offset = start
    for value in values:
        if not _ENUM_VALUE.fullmatch(value):
            said = f"`{value}` is not a value of an enum" if value else "an enum has no empty value"
            raise TypeExpressionError(
                said, "letters, digits, `_`, `.` and `-`, separated by `|`", offset, len(value)
            )
        member = re.sub(r"[^A-Z0-9]", "_", value.upper())
        if member in members:
            raise TypeExpressionError(
                f"`{members[member]}` and `{value}` give one member of an enum, `{member}`",
                "",
                offset,
                len(value),
            )
        members[member] = value
        offset += len(value) + 1
    return tuple(values)


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


def _unknown_mark(word: str, offset: int) -> TypeExpressionError:
    close = get_close_matches(word.lower(), [*MARKS, "default="], n=1, cutoff=0.6)
    habits = {"optional": "?", "nullable": "?", "required": "", "primary": "unique", "pk": "unique"}
    if word.lower() in habits:
        hint = (
            "an optional type ends in `?`, all others are required"
            if not close
            else f"did you mean `{close[0]}`"
        )
    elif close:
        hint = f"did you mean `{close[0]}`"
    else:
        hint = "marks are `unique`, `index`, `pii`, `pci` and `default=...`"
    return TypeExpressionError(f"`{word}` is not a mark of a field", hint, offset, len(word))


def _unknown(word: str, start: int) -> TypeExpressionError:
    close = get_close_matches(word, [*SCALARS, "enum", "list", "map"], n=1, cutoff=0.6)
    proposal = close[0] if close else TYPE_NAME.mended(word)
    hint = (
        f"did you mean `{proposal}`" if close else f"a type of your own begins with a capital: `{proposal}`"
    )
    return TypeExpressionError(f"`{word}` is not a type", hint, start, len(word))


def _not_an_expression(written: object) -> TypeExpressionError:
    if isinstance(written, list):
        item = written[0] if len(written) == 1 and isinstance(written[0], str) else "T"
        return TypeExpressionError("a list is not a type", f"did you mean `list({item})`")
    if written is None:
        return TypeExpressionError("a type is missing", "for example `string(1..80)`")
    return TypeExpressionError(
        "this is not a type", "for example `string(1..80)`, `list(OrderLine)` or `money?`"
    )


LONG_FORM = ("type", "default", "description", "example", "was")


def _long_form(name: str, written: dict[object, object]) -> Field:
    if "type" not in written:
        raise _map_habit(written)
    for key in written:
        if key not in LONG_FORM and not str(key).startswith("x-"):
            close = get_close_matches(str(key), LONG_FORM, n=1, cutoff=0.6)
            hint = (
                f"did you mean `{close[0]}`"
                if close
                else f"allowed are {', '.join(f'`{item}`' for item in LONG_FORM)}"
            )
            raise TypeExpressionError(f"unknown key `{key}`", hint, at_key=str(key))
    if isinstance(written["type"], dict):
        raise _map_habit(cast("dict[object, object]", written["type"]))
    field = parse_field(name, written["type"])
    default = _literal(written, "default")
    if default is not None and field.default is not None:
        raise TypeExpressionError("the default is given twice", "drop one of them", at_key="default")
    was = _literal(written, "was")
    if was is not None:
        FIELD_NAME.check(was)
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
