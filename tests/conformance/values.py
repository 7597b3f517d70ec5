"""Values that a JSON Schema of a contract allows, and values that break exactly one of its rules."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from hypothesis import find, settings
from hypothesis.strategies import from_regex

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]
Resolve = Callable[[Schema], Schema]
"""Follows the `$ref` of a schema, if it has one."""

_ANY_TEXT = r"^[^\x00]*$"
_BY_FORMAT: Mapping[str, Callable[[int], str]] = {
    "uuid": lambda number: f"00000000-0000-4000-8000-{number % 16**12:012x}",
    "date": lambda number: "2031-05-17",
    "date-time": lambda number: "2031-05-17T08:09:10Z",
    "duration": lambda number: "PT90S",
    "email": lambda number: f"user{number:x}@example.org",
    "uri": lambda number: f"https://example.org/{number:x}",
    "byte": lambda number: base64.b64encode(b"\xfb\xef\xff" + number.to_bytes(8, "big")).decode(),
}
_IMPROBABLE = ("☃", "", "~", "no such value", "0" * 64)
"""Texts of which at least one breaks any pattern that rules out anything."""
_OTHER_TYPE: Mapping[str, Any] = {
    "string": 7,
    "integer": "seven",
    "number": "seven",
    "boolean": "maybe",
    "array": {"0": "zero"},
    "object": ["not", "an", "object"],
}


@dataclass(frozen=True)
class Violation:
    """A body in which one value breaks one rule."""

    path: Path
    rule: str
    """The keyword of JSON Schema that says so."""
    body: Any

    @property
    def field(self) -> str:
        """As problems name it: `lines.0.quantity`."""
        return ".".join(map(str, self.path))


def valid_value(schema: Schema, resolve: Resolve, number: int) -> Any:
    """A value with every optional part present. Different numbers give different texts."""
    schema = _required_form(resolve(schema), resolve)
    if "enum" in schema:
        return schema["enum"][number % len(schema["enum"])]
    match schema.get("type"):
        case "object":
            return _object(schema, resolve, number)
        case "array":
            count = max(1, schema.get("minItems", 0))
            return [valid_value(schema["items"], resolve, number + index) for index in range(count)]
        case "string":
            return _text(schema, number)
        case "integer":
            return int(_within(schema, number % 1000, step=1))
        case "number":
            return _within(schema, 0.5, step=0.25)
        case "boolean":
            return number % 2 == 0
        case _:
            return {"any": ["json", 1, True]}


def violations(schema: Schema, resolve: Resolve, valid: Any) -> Iterator[Violation]:
    """Every rule of the schema broken in turn, in a body that is valid otherwise."""
    for path, rule, value in _broken(schema, resolve, valid, ()):
        yield Violation(path, rule, _replaced(valid, path, value))


def _required_form(schema: Schema, resolve: Resolve) -> Schema:
    """Of `anyOf: [T, null]` the schema `T`."""
    forms = [resolve(form) for form in schema.get("anyOf", ())]
    return next((form for form in forms if form.get("type") != "null"), schema)


def _object(schema: Schema, resolve: Resolve, number: int) -> dict[str, Any]:
    names = schema.get("properties", {})
    found = {name: valid_value(names[name], resolve, number) for name in names}
    others = schema.get("additionalProperties")
    return found | ({"key": valid_value(others, resolve, number)} if isinstance(others, Mapping) else {})


def _text(schema: Schema, number: int) -> str:
    by_format = _BY_FORMAT.get(schema.get("format", ""))
    if by_format is not None:
        return by_format(number)
    pattern = schema.get("pattern", _ANY_TEXT)
    if pattern == _ANY_TEXT:
        text = f"{number:x}".zfill(schema.get("minLength", 0))
        return text[-schema.get("maxLength", len(text)) :]
    return _matching(pattern, schema.get("minLength", 0), schema.get("maxLength"))


@cache
def _matching(pattern: str, shortest: int, longest: int | None) -> str:
    """The simplest text of such a length in which the pattern is found."""

    def fits(text: str) -> bool:
        return len(text) >= shortest and (longest is None or len(text) <= longest)

    return find(from_regex(re.compile(pattern)), fits, settings=settings(database=None), random=Random(0))


def _within(schema: Schema, wish: float, *, step: float) -> float:
    """The wish, moved to the nearest end of what the bounds allow."""
    lowest: float = max(schema.get("minimum", wish), schema.get("exclusiveMinimum", wish - step) + step)
    highest: float = min(schema.get("maximum", wish), schema.get("exclusiveMaximum", wish + step) - step)
    return lowest if wish < lowest else min(wish, highest)


_MISSING = object()


def _broken(schema: Schema, resolve: Resolve, valid: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    schema = _required_form(resolve(schema), resolve)
    kind = schema.get("type", "string" if "enum" in schema else None)
    if kind is None:
        return
    yield path, "type", _OTHER_TYPE[kind]
    if "enum" in schema:
        yield path, "enum", "no such value"
        return
    yield from ((path, rule, value) for rule, value in _broken_bounds(kind, schema))
    if kind == "array":
        yield from _broken(schema["items"], resolve, valid[0], (*path, 0))
    for name in schema.get("required", ()):
        yield (*path, name), "required", _MISSING
    for name, inner in schema.get("properties", {}).items():
        yield from _broken(inner, resolve, valid[name], (*path, name))
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield from _broken(schema["additionalProperties"], resolve, valid["key"], (*path, "key"))


def _broken_bounds(kind: str, schema: Schema) -> Iterator[tuple[str, Any]]:
    match kind:
        case "string":
            yield from _broken_text(schema)
        case "integer" | "number":
            steps = {"minimum": -1, "maximum": 1, "exclusiveMinimum": 0, "exclusiveMaximum": 0}
            yield from ((rule, schema[rule] + step) for rule, step in steps.items() if rule in schema)
        case "array":
            if schema.get("minItems"):
                yield "minItems", []
            if "maxItems" in schema:
                yield "maxItems", [None] * (schema["maxItems"] + 1)


def _broken_text(schema: Schema) -> Iterator[tuple[str, Any]]:
    pattern = schema.get("pattern", "")
    if schema.get("minLength"):
        yield "minLength", "x" * (schema["minLength"] - 1)
    if "maxLength" in schema:
        yield "maxLength", "x" * (schema["maxLength"] + 1)
    if pattern == _ANY_TEXT:
        yield "pattern", "a\0b".ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 99)]
    elif pattern:
        yield "pattern", next(text for text in _IMPROBABLE if not re.search(pattern, text))
    if schema.get("format") in _BY_FORMAT:
        yield "format", f"this is no {schema['format']}"


def _replaced(body: Any, path: Path, value: Any) -> Any:
    """The body with another value at the path, or without it."""
    if not path:
        return value
    first, *rest = path
    pairs = enumerate(body) if isinstance(body, list) else body.items()
    changed = [(key, _replaced(old, tuple(rest), value) if key == first else old) for key, old in pairs]
    kept = [(key, new) for key, new in changed if new is not _MISSING]
    return [new for _, new in kept] if isinstance(body, list) else dict(kept)
