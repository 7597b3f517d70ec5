"""Quantities and plain values of the spec, parsed: durations, percentages, rates, sizes, counts, texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .problems import problem, quoted

_NUMBER = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^0-9].*)?")
_DIGITS = 15

_DURATION_UNITS = {"ms": "0.001", "s": "1", "m": "60", "h": "3600", "d": "86400"}
_DURATION_HABITS = {
    "msec": "ms", "msecs": "ms", "millis": "ms", "milliseconds": "ms", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "hr": "h", "hour": "h", "hours": "h",
    "day": "d", "days": "d",
}  # fmt: skip
_RATE_UNITS = {"/s": 1, "/m": 60, "/h": 3600}
_RATE_HABITS = {
    "rps": "/s", "req/s": "/s", "r/s": "/s", "qps": "/s", "/sec": "/s", "/second": "/s", "hz": "/s", "ps": "/s",
    "rpm": "/m", "req/m": "/m", "/min": "/m", "/minute": "/m", "/hr": "/h", "/hour": "/h", "s": "/s",
}  # fmt: skip
_SIZE_UNITS = {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}
_SIZE_HABITS = {
    "k": "Ki", "kb": "Ki", "kib": "Ki", "ki": "Ki", "m": "Mi", "mb": "Mi", "mib": "Mi", "mi": "Mi",
    "g": "Gi", "gb": "Gi", "gib": "Gi", "gi": "Gi",
}  # fmt: skip
_CENTURY = timedelta(days=36_500)


@dataclass(frozen=True, eq=False)
class Value:
    """A value that one function reads, and how an editor's schema describes it."""

    read: Callable[[object], Any]
    json_schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json_schema)


def parse_duration(written: object) -> timedelta:
    """A length of time.

    >>> parse_duration("300ms")
    datetime.timedelta(microseconds=300000)
    """
    number, unit = _quantity(written, "a duration", ("ms", "s"), "300ms", _DURATION_UNITS, _DURATION_HABITS)
    seconds = number * Decimal(_DURATION_UNITS[unit])
    if seconds > Decimal(_CENTURY.total_seconds()):
        raise problem(f"{quoted(written)} is longer than a hundred years", "for example `30d`")
    return timedelta(microseconds=int(seconds * 1_000_000))


def parse_rate(written: object) -> Decimal:
    """A rate per second.

    >>> parse_rate("120/s"), parse_rate("30/m")
    (Decimal('120'), Decimal('0.5'))
    """
    number, unit = _quantity(written, "a rate", ("/s", "/m"), "120/s", _RATE_UNITS, _RATE_HABITS)
    return number / _RATE_UNITS[unit]


def parse_size(written: object) -> int:
    """Bytes."""
    number, unit = _quantity(written, "a size", ("Mi", "Gi"), "256Mi", _SIZE_UNITS, _SIZE_HABITS)
    return int(number * _SIZE_UNITS[unit])


def parse_cpu(written: object) -> int:
    """Thousandths of a core."""
    cores = _integer(written, "a number of cores") if isinstance(written, int) else None
    if cores is not None:
        return cores * 1000
    if isinstance(written, float):
        raise problem(f"{quoted(written)} is not a share of a core", f"write `{round(written * 1000)}m`")
    found = re.fullmatch(r"([0-9]{1,9})(m?)", written) if isinstance(written, str) else None
    if not found:
        raise problem(
            f"{quoted(written)} is not a share of a core",
            "thousandths of a core, for example `250m`, or whole cores, for example `2`",
        )
    return int(found[1]) * (1 if found[2] else 1000)


def percentage(at_most: int | None) -> Callable[[object], Decimal]:
    """A reader of percentages, in percent: `99.95%` is `Decimal("99.95")`."""

    def read(written: object) -> Decimal:
        number, _ = _quantity(
            written, "a percentage", ("%",), "99.95%", {"%": 1}, {"percent": "%", "pct": "%"}
        )
        if at_most is not None and number > at_most:
            raise problem(f"{quoted(written)} is more than {at_most}%")
        return number

    return read


parse_percentage = percentage(100)


def _quantity(
    written: object,
    noun: str,
    units: tuple[str, ...],
    example: str,
    known: Mapping[str, object],
    habits: Mapping[str, str],
) -> tuple[Decimal, str]:
    """The number and the unit of a quantity; an error proposes the unit that was probably meant."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise problem(f"{quoted(written)} is not {noun}", f"for example `{example}`")
    text = str(written).strip()
    found = _NUMBER.fullmatch(text)
    if not found:
        raise problem(f"{quoted(written)} is not {noun}", f"for example `{example}`")
    number, unit = found["number"], found["unit"] or ""
    if len(number) > _DIGITS:
        raise problem(f"{quoted(written)} is too long a number", f"for example `{example}`")
    if not unit:
        proposals = " or ".join(f"`{number}{suffix}`" for suffix in units)
        raise problem(f"{quoted(written)} needs a unit", f"for example {proposals}")
    if unit in known and text == written and number + unit == text:
        return Decimal(number), unit
    meant = unit if unit in known else habits.get(unit.lower(), unit.lower())
    if meant in known:
        raise problem(f"{quoted(written)} is not {noun}", f"did you mean `{number}{meant}`")
    listed = ", ".join(f"`{suffix}`" for suffix in known)
    raise problem(f"{quoted(written)} is not {noun}: the unit is one of {listed}", f"for example `{example}`")


def integer(low: int, high: int) -> Callable[[object], int]:
    """A reader of integers from `low` to `high`."""

    def read(written: object) -> int:
        value = _integer(written, "an integer")
        if not low <= value <= high:
            raise problem(f"{quoted(written)} is not between {low} and {high}")
        return value

    return read


def _integer(written: object, noun: str) -> int:
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    text = written.strip().replace("_", "") if isinstance(written, str) else ""
    if re.fullmatch(r"[0-9]{1,9}", text):
        raise problem(f"{quoted(written)} is a text, not {noun}", f"write `{int(text)}`")
    raise problem(f"{quoted(written)} is not {noun}", "whole numbers stand without quotes and without a unit")


def parse_number(written: object) -> Decimal:
    """A number greater than 0."""
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise problem(f"{quoted(written)} is not a number", "numbers stand without quotes and without a unit")
    value = Decimal(str(written))
    if not 0 < value <= 1_000_000:
        raise problem(f"{quoted(written)} is not above 0 and at most 1000000")
    return value


def parse_flag(written: object) -> bool:
    if isinstance(written, bool):
        return written
    meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
    text = str(written).lower()
    proposal = meant.get(text, text if text in ("true", "false") else "")
    hint = f"write `{proposal}`, without quotes" if proposal else ""
    raise problem(f"{quoted(written)} is neither `true` nor `false`", hint)


def text(at_least: int = 0) -> Callable[[object], str]:
    """A reader of texts with a shortest length."""

    def read(written: object) -> str:
        if not isinstance(written, str):
            needs_quotes = isinstance(written, int | float)
            hint = "put it into quotes" if needs_quotes else ""
            raise problem(f"{quoted(written)} is not a text", hint, needs_quotes=needs_quotes)
        if len(written.strip()) < at_least:
            raise problem(
                f"needs at least {at_least} characters", "say it in a sentence" if at_least > 1 else ""
            )
        return written

    return read


def parse_date(written: object) -> date:
    if isinstance(written, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise problem(f"{quoted(written)} is not a day of the calendar") from None
    raise problem(f"{quoted(written)} is not a date", 'year, month and day, for example `"2027-06-30"`')


def parse_path(written: object) -> str:
    if not isinstance(written, str) or not written.strip():
        raise problem(
            f"{quoted(written)} is not a path", "relative to this file, for example `contracts/orders.proto`"
        )
    if "://" in written:
        raise problem(
            f"{quoted(written)} is an address",
            "write the path of a file; msgen reads nothing from the network",
        )
    return written


def parse_url(written: object) -> str:
    if not isinstance(written, str) or not re.fullmatch(r"\S+", written):
        raise problem(f"{quoted(written)} is not an address", "for example `https://psp.example.org`")
    return written


def parse_base_path(written: object) -> str:
    if isinstance(written, str) and re.fullmatch(r"|(/[A-Za-z0-9._~{}-]+)+/?|/", written):
        return written.rstrip("/")
    proposal = f"did you mean `/{written}`" if isinstance(written, str) and written else ""
    raise problem(
        f"{quoted(written)} is not the beginning of a path", proposal or 'for example `/v1`, or `""`'
    )


def parse_http(written: object) -> str:
    """`METHOD /path`, with the parameters of the path in braces."""
    if isinstance(written, str) and _HTTP.fullmatch(written):
        names = re.findall(r"\{([^}]*)\}", written)
        if len(set(names)) < len(names):
            raise problem(f"{quoted(written)} has one parameter twice")
        return written
    raise problem(f"{quoted(written)} is not a method and a path", _http_hint(written))


_HTTP = re.compile(
    r"(GET|POST|PUT|PATCH|DELETE) (/|(/([A-Za-z0-9._~:@!$&'()*+,;=%-]+|\{[a-z_][a-z0-9_]*\}))+/?)"
)


def _http_hint(written: object) -> str:
    mended = re.sub(r"^\s*(\w+)\s+/?", lambda match: f"{match[1].upper()} /", str(written))
    mended = re.sub(r":([a-z_]\w*)", r"{\1}", re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", mended)).strip()
    if mended != written and _HTTP.fullmatch(mended):
        return f"did you mean `{mended}`"
    return "for example `GET /orders/{id}`, with `GET`, `POST`, `PUT`, `PATCH` or `DELETE`"


def parse_contract(written: object) -> str:
    path = parse_path(written)
    if path.count("#") > 1:
        raise problem(
            f"{quoted(written)} has more than one `#`",
            "`#` stands before the name of one service of the file",
        )
    return path


def parse_literal(written: object) -> Any:
    """A fixed answer: a scalar, or fields with their values."""
    return written


def parse_mesh_retries(written: object) -> int:
    """`false` is 0."""
    if written is False:
        return 0
    if written is True:
        raise problem("`true` is not a number of retries", "`false`, or how many, for example `2`")
    return integer(0, 10)(written)


_DURATION = {
    "type": "string",
    "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$",
    "examples": ["300ms", "5m", "30d"],
}
_PERCENTAGE = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$", "examples": ["99.95%"]}


def _count(low: int, high: int) -> Value:
    return Value(integer(low, high), {"type": "integer", "minimum": low, "maximum": high})


def _text(at_least: int, **more: Any) -> Value:
    return Value(text(at_least), {"type": "string", **({"minLength": at_least} if at_least else {}), **more})


Duration = Annotated[timedelta, Value(parse_duration, _DURATION)]
Percentage = Annotated[Decimal, Value(parse_percentage, _PERCENTAGE)]
"""In percent, 0 to 100."""
Ratio = Annotated[Decimal, Value(percentage(10_000), _PERCENTAGE)]
"""In percent, where more than 100 makes sense: growth, replicas."""
Rate = Annotated[
    Decimal,
    Value(parse_rate, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?/(s|m|h)$", "examples": ["120/s"]}),
]
"""Per second."""
Size = Annotated[
    int,
    Value(parse_size, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi)$", "examples": ["256Mi"]}),
]
"""Bytes."""
Cpu = Annotated[
    int,
    Value(
        parse_cpu,
        {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9]+m?$"}],
            "examples": ["250m", 2],
        },
    ),
]
"""Thousandths of a core."""
Count = Annotated[int, _count(0, 1_000_000_000)]
Positive = Annotated[int, _count(1, 1_000_000_000)]
Tries = Annotated[int, _count(1, 10)]
Number = Annotated[Decimal, Value(parse_number, {"type": "number", "exclusiveMinimum": 0})]
Flag = Annotated[bool, Value(parse_flag, {"type": "boolean"})]
Text = Annotated[str, _text(0)]
Sentence = Annotated[str, _text(1)]
"""A text that says something."""
Reason = Annotated[str, _text(10)]
Date = Annotated[date, Value(parse_date, {"type": "string", "format": "date", "examples": ["2027-06-30"]})]
Path = Annotated[str, Value(parse_path, {"type": "string", "minLength": 1})]
Url = Annotated[
    str, Value(parse_url, {"type": "string", "minLength": 1, "examples": ["https://psp.example.org"]})
]
BasePath = Annotated[
    str, Value(parse_base_path, {"type": "string", "pattern": "^(/.*)?$", "examples": ["/v1", ""]})
]
Http = Annotated[
    str,
    Value(
        parse_http,
        {"type": "string", "pattern": "^(GET|POST|PUT|PATCH|DELETE) /.*$", "examples": ["GET /orders/{id}"]},
    ),
]
Contract = Annotated[
    str,
    Value(
        parse_contract,
        {"type": "string", "minLength": 1, "examples": ["contracts/demo.proto#shop.CartService"]},
    ),
]
LiteralValue = Annotated[Any, Value(parse_literal, {})]
MeshRetries = Annotated[
    int, Value(parse_mesh_retries, {"anyOf": [{"const": False}, {"type": "integer", "minimum": 0}]})
]
