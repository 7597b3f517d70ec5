"""The scalar types of the models: each accepts what its JSON schema says, and no more.

A JSON number is never read from text, nor text from a number; decimals, dates, times, durations and
bytes are JSON strings. In Python the values themselves (`UUID`, `Decimal`, ...) are taken as well.
Bounds are added with `Field`: `Annotated[Integer, Field(ge=1, le=50)]`.
"""

from __future__ import annotations

import re
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

from .scalar_schemas import (
    NO_NUL,
    AnyJson,
    Base64,
    DecimalFormat,
    Int64Schema,
    MapKeys,
    SchemaFormat,
    wrong,
)

T = TypeVar("T")

INT64_MAXIMUM = 2**63 - 1
INT64_MINIMUM = -(2**63)
DURATION = (
    r"^P(?!$)(?:[0-9]{1,8}D)?"
    r"(?:T(?!$)(?:[0-9]{1,8}H)?(?:[0-9]{1,8}M)?(?:[0-9]{1,8}(?:\.[0-9]{1,6})?S)?)?$"
)
EMAIL = (
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
URL = (
    r"^https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
    r"(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$"
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,308})(?:\.[0-9]{1,99})?(?:[eE][+-]?[0-9]{1,3})?")
_DURATION_PARTS = re.compile(
    r"P(?:(?P<days>[0-9]+)D)?(?:T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+)(?:\.(?P<fraction>[0-9]+))?S)?)?"
)


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise wrong("text without NUL characters")
    return value


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
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    raise wrong("a date and time with offset such as 2030-12-31T23:59:59Z")


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise wrong("a time between the years 1 and 9999 in UTC") from None


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        if value < timedelta(0):
            raise wrong("a duration that is not negative")
        return value
    if not isinstance(value, str) or not re.fullmatch(DURATION, value):
        raise wrong("an ISO 8601 duration in days to seconds, such as PT1H30M")
    found = _DURATION_PARTS.fullmatch(value)
    assert found is not None, "DURATION allows no other text"
    parts = found.groupdict(default="0")
    return timedelta(
        days=int(parts["days"]),
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
NoNul = AfterValidator(_without_nul)
"""Stands after a pattern that would let a NUL character pass, which databases cannot store."""

Boolean = Annotated[bool, Strict()]
Integer = Annotated[int, Strict(), Field(ge=INT64_MINIMUM, le=INT64_MAXIMUM), Int64Schema()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
DecimalText = Annotated[Decimal, DecimalFormat()]
Text = Annotated[str, StringConstraints(pattern=NO_NUL)]
EmailText = Annotated[str, StringConstraints(pattern=EMAIL, max_length=254), SchemaFormat("email")]
UrlText = Annotated[str, StringConstraints(pattern=URL, max_length=2048), SchemaFormat("uri")]
Uuid = Annotated[UUID, BeforeValidator(_uuid)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant), AfterValidator(_in_utc)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(_duration_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration", "pattern": DURATION}),
]
Base64Bytes = Annotated[bytes, Base64()]
Json = Annotated[JsonValue, AnyJson()]
TextMap = Annotated[dict[str, T], MapKeys()]


class Money(BaseModel):
    """An amount in one currency (ISO 4217)."""

    model_config = ConfigDict(frozen=True)

    amount: Annotated[Decimal, DecimalFormat(precision=19, scale=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
