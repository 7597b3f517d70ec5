"""Errors of the models, told in our own words at the position that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from msgen.design.problems import quoted
from msgen.diagnostics import Finding, Location, Related

from .document import Document, Path, Place
from .model_keys import key_hint, model_at
from .plain import shown_path
from .suggestions import did_you_mean, listed


def finding_for(error: ErrorDetails, document: Document) -> Finding:
    """The finding for one error of pydantic."""
    location: Path = tuple(part for part in error["loc"] if part != "[key]")
    known = document.nearest(location)
    place = document.places[known]
    kind, written = error["type"], error["input"]
    context: Mapping[str, Any] = error.get("ctx") or {}
    at_key = kind in ("missing", "extra_forbidden") or "[key]" in error["loc"]
    message, hint = _told(kind, location, written, context, place)
    where = _where(document, known, place, at_key, context)
    related = () if place.used_at is None else (Related(place.used_at, "taken over here"),)
    return Finding("error", None, _shown(location, document), message, where, hint, related=related)


def _shown(location: Path, document: Document) -> str:
    """The path, without the index that a single entry stands for."""
    if location and isinstance(location[-1], int) and location not in document.places:
        location = location[:-1]
    return shown_path(location)


def _told(kind: str, location: Path, written: object, context: Mapping[str, Any], place: Place) -> tuple[str, str]:
    """The sentence and the hint."""
    name = str(location[-1]) if location else "the spec"
    match kind:
        case "spec":
            return _own(context, place)
        case "extra_forbidden":
            return f"unknown key {quoted(name)}", key_hint(location)
        case "missing":
            return f"`{name}` is missing", f"add {_description(location)}"
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return f"{quoted(written)} is not one of {listed(allowed)}", did_you_mean(written, allowed)
        case "dict_type" | "model_type" | "model_attributes_type" | "mapping_type":
            return _needs_map(name, written)
        case "tuple_type" | "list_type":
            return _needs_list(name, written)
    return f"{quoted(written)} is not allowed here", _description(location)


def _own(context: Mapping[str, Any], place: Place) -> tuple[str, str]:
    message, hint = str(context["message"]), str(context["hint"])
    if context.get("needs_quotes") and place.raw:
        return f"{quoted(place.raw)} is not a text", f'put it into quotes: `"{place.raw}"`'
    return message, hint


def _needs_map(name: str, written: object) -> tuple[str, str]:
    if written is None:
        return _empty(name, "{}", "if all its keys are to be derived")
    return f"needs a map, not {quoted(written)}", f"write `{name}: {{key: value}}`, or a key below it, indented"


def _needs_list(name: str, written: object) -> tuple[str, str]:
    if isinstance(written, dict):
        return "needs a list, not a map", "write `- ` before each entry"
    if written is None:
        return _empty(name, "[]", "or leave the key out")
    return f"needs a list, not {quoted(written)}", f"write `[{quoted(written)[1:-1]}]`"


def _empty(name: str, filled: str, otherwise: str) -> tuple[str, str]:
    if name.isdigit():
        return "the entry is empty", "drop it"
    return f"`{name}` has no value", f"write `{name}: {filled}`, {otherwise}"


def _description(location: Path) -> str:
    model = model_at(location[:-1])
    name = str(location[-1]) if location else ""
    if model is None:
        return ""
    for key, field in model.model_fields.items():
        if name in (key, field.alias) and field.description:
            said = field.description.rstrip(".")
            return f"`{name}`: {said[0].lower()}{said[1:]}"
    return ""


def _where(document: Document, known: Path, place: Place, at_key: bool, context: Mapping[str, Any]) -> Location:
    if at_key:
        return place.key
    if context.get("at_key"):
        inner = document.places.get((*known, str(context["at_key"])))
        return inner.key if inner else place.value
    if "offset" in context:
        return _inside(document, known, place, int(context["offset"]), int(context["length"]))
    return place.value


def _inside(document: Document, known: Path, place: Place, offset: int, length: int) -> Location:
    """A part of a type expression, which in the long form stands under `type`."""
    place = document.places.get((*known, "type"), place)
    value = place.value
    if place.offset is None or not length or place.raw == "":
        return value
    start = value.column + place.offset + offset
    last = (value.end_column or start + 1) - place.offset
    if start >= last:
        return Location(value.file, value.line, max(value.column, last - 1), last)
    return Location(value.file, value.line, start, min(start + length, last))
