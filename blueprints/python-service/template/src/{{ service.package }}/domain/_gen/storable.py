"""Annotations that keep out what no database stores: NUL characters, numbers without a value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .scalar_schemas import wrong

NO_NUL = r"^[^\x00]*$"


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise wrong("text without NUL characters")
    return value


NoNul = AfterValidator(_without_nul)
"""Stands after a pattern that would let a NUL character pass, which databases cannot store."""


@dataclass(frozen=True)
class MapKeys:
    """Keys of a map are text without NUL characters, which databases cannot store."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_check_keys, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "propertyNames": {"pattern": NO_NUL}}


def _check_keys(value: dict[str, Any]) -> dict[str, Any]:
    if any("\x00" in key for key in value):
        raise wrong("a map whose keys hold no NUL characters")
    return value


@dataclass(frozen=True)
class AnyJson:
    """Any JSON value that a database can store: finite numbers, text without NUL characters."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _storable_json, core_schema.any_schema()
        )


def _storable_json(value: Any) -> Any:
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, str):
            if "\x00" in part:
                raise wrong("JSON whose text holds no NUL characters")
        elif isinstance(part, dict):
            left.extend((*part, *part.values()))
        elif isinstance(part, list):
            left.extend(part)
        elif not (part is None or isinstance(part, int) or _is_finite(part)):
            raise wrong("a JSON value with finite numbers")
    return value


def _is_finite(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)
