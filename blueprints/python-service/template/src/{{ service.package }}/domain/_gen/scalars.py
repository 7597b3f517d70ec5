"""The scalar types of the models: each accepts what its JSON schema says, and no more.

A JSON number is never read from text, nor text from a number; decimals, dates, times, durations and
bytes are JSON strings. In Python the values themselves (`UUID`, `Decimal`, ...) are taken as well.
Text and floats get bounds with `Field`: `Annotated[Text, Field(max_length=80)]`; integers, decimals
and bytes with their format: `Annotated[int, IntegerFormat(ge=1, le=50)]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from .scalar_schemas import Base64, DecimalFormat, IntegerFormat, JsonText, TextFormat, wrong
from .storable import NO_NUL, AnyJson, MapKeys, NoNul

__all__ = [
    "Base64",
    "Base64Bytes",
    "Boolean",
    "Day",
    "DecimalFormat",
    "DecimalText",
    "Duration",
    "EmailText",
    "FromText",
    "Instant",
    "Integer",
    "IntegerFormat",
    "Json",
    "JsonText",
    "Money",
    "NoNul",
    "Number",
    "Text",
    "TextMap",
    "UrlText",
    "Uuid",
]

T = TypeVar("T")

EMAIL = (
    r"^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
URL = (
    r"^https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$"
)

INSTANT = r"^(?!000[01]|9999)"
"""Years in which every time exists in UTC as well."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    INSTANT + r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,308})(?:\.[0-9]{1,99})?(?:[eE][+-]?[0-9]{1,3})?")
_DURATION = re.compile(
    r"P(?!\Z)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?"
    r"(?:(?P<days>[0-9]+)D)?(?:T(?!\Z)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+)(?:\.(?P<fraction>[0-9]{1,6}))?S)?)?"
)


def _uuid(value: object) -> object:
    if isinstance(value, UUID) or (isinstance(value, str) and _UUID.fullmatch(value)):
        return value
    raise wrong("a UUID")


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise wrong("a date such as 2030-12-31")


def _instant(value: object) -> object:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None and 1 < value.year < 9999:
        return value
    raise wrong("a date and time with offset such as 2030-12-31T23:59:59Z")


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta) and value >= timedelta(0):
        return value
    if isinstance(value, str) and (found := _DURATION.fullmatch(value)):
        try:
            return _length(found.groupdict(default="0"))
        except (OverflowError, ValueError):
            raise wrong("a duration of at most 999999999 days") from None
    raise wrong("an ISO 8601 duration such as PT1H30M, not negative")


def _length(parts: Mapping[str, str]) -> timedelta:
    """A year counts 365 days, a month 30."""
    days = int(parts["years"]) * 365 + int(parts["months"]) * 30
    return timedelta(
        days=days + int(parts["days"]),
        weeks=int(parts["weeks"]),
        hours=int(parts["hours"]),
        minutes=int(parts["minutes"]),
        seconds=int(parts["seconds"]),
        microseconds=int(parts["fraction"].ljust(6, "0")),
    )


def _duration_text(value: timedelta) -> str:
    seconds = f"{value.seconds}.{value.microseconds:06}" if value.microseconds else value.seconds
    return f"P{value.days}DT{seconds}S" if value.days else f"PT{seconds}S"


def _from_text(value: object) -> object:
    """Parameters are text: what is written as a JSON number or boolean becomes one."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _NUMBER.fullmatch(value) else value


FromText = BeforeValidator(_from_text)
"""Stands last in the annotation of a number or boolean that arrives in a path, query or header."""

Boolean = Annotated[bool, Strict()]
Integer = Annotated[int, IntegerFormat()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
DecimalText = Annotated[Decimal, DecimalFormat()]
Text = Annotated[str, StringConstraints(pattern=NO_NUL)]
EmailText = Annotated[str, StringConstraints(max_length=254), TextFormat("email", EMAIL)]
UrlText = Annotated[str, StringConstraints(max_length=2048), TextFormat("uri", URL)]
Uuid = Annotated[UUID, BeforeValidator(_uuid)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    AfterValidator(_in_utc),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": INSTANT}),
]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(_duration_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration"}),
]
Base64Bytes = Annotated[bytes, Base64()]
Json = Annotated[JsonValue, AnyJson()]
TextMap = Annotated[dict[str, T], MapKeys()]


class Money(BaseModel):
    """An amount in one currency (ISO 4217)."""

    model_config = ConfigDict(frozen=True)

    amount: Annotated[Decimal, DecimalFormat(precision=19, scale=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
