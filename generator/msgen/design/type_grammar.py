"""The grammar of types, read by recursive descent.

type   = base ["?"]
base   = scalar ["(" bounds ")"] | "enum(" values ")" | "list(" type ")" | "map(" type ")" | TypeName
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from .names import TYPE_NAME
from .python_names import enum_member
from .type_bounds import parse_bounds
from .type_errors import TypeExpressionError
from .type_habits import scalar_meant, structure_meant
from .types import SCALARS, EnumType, ListType, MapType, NamedType, Scalar, ScalarKind, Type

DEEPEST = 16
"""Lists and maps within each other; more than that nobody reads."""
LONGEST = 1000

_BARE = {"enum": "enum(x|y)", "list": "list(T)", "map": "map(T)"}
_ENUM_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REGEX_END = re.compile(r"(?<!\\)(?:\\\\)*/(?=\))")


class Expression:
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
            raise TypeExpressionError("the type is nested too deeply", "give its parts names under `types`", self.at)
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
            raise TypeExpressionError("a type holds no comma", f"did you mean `{habit}`", self.text.index(",", self.at))
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
            return self._scalar(word, start)
        habit = structure_meant(self.text[start:]) or scalar_meant(word) or _BARE.get(word)
        if habit:
            raise TypeExpressionError(f"`{word}` is not a type", f"did you mean `{habit}`", start, len(word))
        if word[0].isupper():
            return _named_type(word, start)
        raise _unknown(word, start)

    def _scalar(self, kind: ScalarKind, start: int) -> Scalar:
        return Scalar(kind, parse_bounds(kind, *self._bounds(start))) if self._take("(") else Scalar(kind)

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
        hint = f"did you mean `{habit}`" if habit else "for example `string(1..80)`, `list(OrderLine)` or `money?`"
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
            raise TypeExpressionError(said, "letters, digits, `_`, `.` and `-`, separated by `|`", offset, len(value))
        member = enum_member(value)
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


def _named_type(word: str, start: int) -> NamedType:
    if not TYPE_NAME.fits(word):
        raise TypeExpressionError(f"a name has at most {TYPE_NAME.longest} characters", "", start, len(word))
    return NamedType(word)


def _unknown(word: str, start: int) -> TypeExpressionError:
    close = get_close_matches(word, [*SCALARS, "enum", "list", "map"], n=1, cutoff=0.6)
    proposal = close[0] if close else TYPE_NAME.mended(word)
    hint = f"did you mean `{proposal}`" if close else f"a type of your own begins with a capital: `{proposal}`"
    return TypeExpressionError(f"`{word}` is not a type", hint, start, len(word))
