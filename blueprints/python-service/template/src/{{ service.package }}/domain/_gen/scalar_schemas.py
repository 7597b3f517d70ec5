"""Annotations that teach pydantic to read, write and describe a scalar which it does not know."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
INT64_LIMIT = 2**63


def wrong(expected: str) -> PydanticCustomError:
    return PydanticCustomError("scalar", "Input should be {expected}", {"expected": expected})


@dataclass(frozen=True)
class TextFormat:
    """Text of a named format, told by a pattern with more than pydantic's own engine can do."""

    name: str
    pattern: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "format": self.name, "pattern": self.pattern}

    def _check(self, value: str) -> str:
        if re.fullmatch(self.pattern, value):
            return value
        raise wrong(f"text of the format `{self.name}`")


@dataclass(frozen=True)
class IntegerFormat:
    """A whole number of 64 bits; JSON may write it as `5` or `5.0`, but not as text."""

    ge: int = -INT64_LIMIT
    le: int = INT64_LIMIT - 1

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _whole, core_schema.int_schema(ge=self.ge, le=self.le)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """An open limit above is 2^63, which a double holds exactly, and 2^63 - 1 is not."""
        shown: dict[str, Any] = {"type": "integer", "minimum": self.ge, "maximum": self.le}
        if self.le == INT64_LIMIT - 1:
            del shown["maximum"]
            shown["exclusiveMaximum"] = INT64_LIMIT
        if self.ge == -INT64_LIMIT or self.le == INT64_LIMIT - 1:
            shown["format"] = "int64"
        return shown


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise wrong("an integer")


@dataclass(frozen=True)
class JsonText:
    """JSON text that holds a value of `type`, for a parameter that has no other form in a query."""

    type: Any

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.json_schema(handler.generate_schema(self.type))


@dataclass(frozen=True)
class Base64:
    """Bytes, in JSON as base64 text; the bounds count bytes."""

    minimum: int = 0
    maximum: int | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self._bytes,
            core_schema.bytes_schema(min_length=self.minimum or None, max_length=self.maximum),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _base64_text, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "type": "string",
            "format": "byte",
            "contentEncoding": "base64",
            "pattern": BASE64,
        }
        if self.minimum:
            shown["minLength"] = _text_length(self.minimum)
        if self.maximum is not None:
            shown["maxLength"] = _text_length(self.maximum)
        return shown

    @staticmethod
    def _bytes(value: object) -> bytes:
        if isinstance(value, bytes):
            return value
        if not isinstance(value, str):
            raise wrong("base64 text")
        try:
            return base64.b64decode(value, validate=True)
        except (ValueError, binascii.Error):
            raise wrong("base64 text") from None


def _base64_text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _text_length(count: int) -> int:
    """Characters of the base64 text of `count` bytes."""
    return -(-count // 3) * 4


@dataclass(frozen=True)
class DecimalFormat:
    """A decimal number, in JSON as text: `precision` digits, `scale` of them after the point.

    The JSON schema can state a bound of zero; other bounds stand there as `x-` keywords.
    """

    precision: int = 38
    scale: int = 18
    ge: str | None = None
    gt: str | None = None
    le: str | None = None
    lt: str | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._decimal,
            serialization=core_schema.plain_serializer_function_ser_schema(
                decimal_text, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": "string", "pattern": self.pattern}
        for keyword, bound in self._bounds_beside_the_pattern():
            shown[keyword] = bound
        return shown

    @cached_property
    def pattern(self) -> str:
        nonzero = "(?=.*[1-9])" if self._is_zero(self.gt) else ""
        sign = "" if self._is_zero(self.gt) or self._is_zero(self.ge) else "-?"
        before = self.precision - self.scale
        whole = f"(?:0|[1-9][0-9]{{0,{before - 1}}})" if before > 0 else "0"
        fraction = rf"(?:\.[0-9]{{1,{self.scale}}})?" if self.scale else ""
        return f"^{nonzero}{sign}{whole}{fraction}$"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def _bounds_beside_the_pattern(self) -> list[tuple[str, str]]:
        bounds = [("x-maximum", self.le), ("x-exclusiveMaximum", self.lt)]
        if not self._is_zero(self.ge):
            bounds.append(("x-minimum", self.ge))
        if not self._is_zero(self.gt):
            bounds.append(("x-exclusiveMinimum", self.gt))
        return [(keyword, bound) for keyword, bound in bounds if bound is not None]

    @staticmethod
    def _is_zero(bound: str | None) -> bool:
        return bound is not None and Decimal(bound) == 0

    def _decimal(self, value: object) -> Decimal:
        if isinstance(value, Decimal):
            text = decimal_text(value) if value.is_finite() else ""
        elif isinstance(value, str):
            text = value
        else:
            raise wrong("a decimal number as text")
        if not self._pattern.fullmatch(text):
            raise wrong(
                f"a decimal number of at most {self.precision - self.scale} digits"
                f" before and {self.scale} after the point"
            )
        return self._within_bounds(Decimal(text))

    def _within_bounds(self, number: Decimal) -> Decimal:
        if self.ge is not None and number < Decimal(self.ge):
            raise wrong(f"greater than or equal to {self.ge}")
        if self.gt is not None and number <= Decimal(self.gt):
            raise wrong(f"greater than {self.gt}")
        if self.le is not None and number > Decimal(self.le):
            raise wrong(f"less than or equal to {self.le}")
        if self.lt is not None and number >= Decimal(self.lt):
            raise wrong(f"less than {self.lt}")
        return number


def decimal_text(value: Decimal) -> str:
    """Without exponent, and without zeros at the end of a fraction."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
