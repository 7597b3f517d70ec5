"""Quantities and plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from msgen.design import values
from msgen.design.delivery import Disruption
from msgen.design.quantities import parse_cpu, parse_duration, parse_percentage, parse_rate, parse_size


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (values.Duration, "300ms", timedelta(milliseconds=300)),
        (values.Duration, "1.5s", timedelta(seconds=1.5)),
        (values.Duration, "0ms", timedelta(0)),
        (values.Duration, "30d", timedelta(days=30)),
        (values.Percentage, "99.95%", Decimal("99.95")),
        (values.Percentage, "0%", Decimal(0)),
        (values.Ratio, "250%", Decimal(250)),
        (values.Rate, "120/s", Decimal(120)),
        (values.Rate, "30/m", Decimal("0.5")),
        (values.Rate, "36/h", Decimal("0.01")),
        (values.Size, "256Mi", 256 * 1024 * 1024),
        (values.Size, "0.5Gi", 512 * 1024 * 1024),
        (values.Cpu, "250m", 250),
        (values.Cpu, 2, 2000),
        (values.Cpu, "2", 2000),
        (values.Number, 1.5, Decimal("1.5")),
        (values.Date, "2027-06-30", date(2027, 6, 30)),
        (values.BasePath, "", ""),
        (values.BasePath, "/v1/", "/v1"),
        (values.Http, "POST /orders/{id}/close", "POST /orders/{id}/close"),
        (values.MeshRetries, False, 0),
        (values.MeshRetries, 2, 2),
        (Disruption, 1, 1),
        (Disruption, "25%", Decimal(25)),
    ],
)
def test_a_value_is_parsed_exactly(kind: Any, written: object, value: object) -> None:
    parsed = TypeAdapter(kind).validate_python(written)
    assert parsed == value
    assert type(parsed) is type(value)


READERS: tuple[Callable[[object], object], ...] = (
    parse_duration, parse_percentage, parse_rate, parse_size, parse_cpu, *(
        TypeAdapter(kind).validate_python
        for kind in (
            values.Count, values.Positive, values.Tries, values.Number, values.Flag, values.Text, values.Reason,
            values.Date, values.Path, values.Url, values.BasePath, values.Http, values.Contract, values.MeshRetries,
            Disruption,
        )
    ),
)  # fmt: skip
STRANGE: tuple[object, ...] = (
    None, True, "", " ", "-", "-1", -1, 10**400, 1e308, float("inf"), float("nan"), "9" * 5000, "9" * 5000 + "s",
    "1e999s",
    "0.0000000000000000001ms", "١٢٣s", "1s1s", "%", "/s", "Mi", "1/0", "9999999999999d", "999999999999999%", [], {},
    "\ud800", "²",
)  # fmt: skip


@pytest.mark.parametrize("written", STRANGE, ids=lambda written: repr(written)[:20])
def test_a_strange_value_is_parsed_or_refused_and_never_bursts(written: object) -> None:
    refusals = 0
    for read in READERS:
        try:
            read(written)
        except (PydanticCustomError, ValidationError):
            refusals += 1
    assert refusals > 5


@pytest.mark.parametrize(
    ("read", "written", "hint"),
    [
        (parse_duration, "300", "for example `300ms` or `300s`"),
        (parse_duration, 300, "for example `300ms` or `300s`"),
        (parse_duration, "2sec", "did you mean `2s`"),
        (parse_duration, "5 minutes", "did you mean `5m`"),
        (parse_duration, "300MS", "did you mean `300ms`"),
        (parse_percentage, 99.9, "for example `99.9%`"),
        (parse_percentage, "50 percent", "did you mean `50%`"),
        (parse_rate, "120rps", "did you mean `120/s`"),
        (parse_rate, "120 req/s", "did you mean `120/s`"),
        (parse_rate, "7200/min", "did you mean `7200/m`"),
        (parse_size, "256MB", "did you mean `256Mi`"),
        (parse_size, "1gb", "did you mean `1Gi`"),
        (parse_cpu, 0.5, "write `500m`"),
    ],
)
def test_a_habit_from_elsewhere_gets_the_form_of_the_language(
    read: Callable[[object], object], written: object, hint: str
) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        read(written)
    assert raised.value.context is not None
    assert raised.value.context["hint"] == hint
