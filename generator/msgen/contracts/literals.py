"""Values written in the spec as text (`default=`, `example`) as JSON values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError

from msgen.contracts.catalogue import Catalogue, Enumeration
from msgen.design.types import EnumType, Field, NamedType, Scalar, Type


def _in_utc(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(UTC)


_WHEN_ASKED = ConfigDict(defer_build=True)
_TIMES: Mapping[str, TypeAdapter[Any]] = {
    "datetime": TypeAdapter(Annotated[datetime, AfterValidator(_in_utc)], config=_WHEN_ASKED),
    "duration": TypeAdapter(timedelta, config=_WHEN_ASKED),
}


def shown_default(field: Field, catalogue: Catalogue) -> Any | None:
    """The default as a schema shows it; `None` where each object gets a fresh one (lists, objects, bytes)."""
    meant = catalogue.expand(field.type)
    if field.default is None or not _is_plain(meant, catalogue):
        return None
    return json_value(field.default, meant)


def json_value(literal: str, meant: Type) -> Any:
    """The literal as JSON; `meant` has no aliases. Lists, maps and objects are written as JSON."""
    match meant:
        case Scalar(kind="int"):
            return int(literal)
        case Scalar(kind="float"):
            return float(literal)
        case Scalar(kind="bool"):
            return literal == "true"
        case Scalar(kind="json" | "money"):
            return _read_json(literal)
        case Scalar(kind="datetime" | "duration" as kind):
            return _canonical(literal, _TIMES[kind])
        case Scalar() | EnumType():
            return literal
        case _:
            return _read_json(literal)


def _canonical(literal: str, times: TypeAdapter[Any]) -> Any:
    """The form in which models show it: `PT90S` is `PT1M30S`; what is no time is left to the reader."""
    try:
        return times.dump_python(times.validate_python(literal), mode="json")
    except ValidationError:
        return literal


def _read_json(literal: str) -> Any:
    """A text that is no JSON stands for itself: `default=draft` of a named enumeration."""
    try:
        return json.loads(literal)
    except json.JSONDecodeError:
        return literal


def _is_plain(meant: Type, catalogue: Catalogue) -> bool:
    match meant:
        case Scalar(kind=kind):
            return kind not in ("bytes", "json", "money")
        case NamedType(name=name):
            return isinstance(catalogue.definition(name), Enumeration)
        case EnumType():
            return True
        case _:
            return False
