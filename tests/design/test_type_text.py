"""A type that was read and is written again is the same type."""

from __future__ import annotations

import pytest

from msgen.design.type_expressions import parse_field, parse_type
from msgen.design.type_text import field_expression, type_expression

EXPRESSIONS = (
    "string", "uuid?", "string(1..80)", "string(>=3)?", "int(>0)", "int(<=1000000)", "float(<2.5)", "decimal(12.2)",
    "string(/^[A-Z]{3}$/)", "enum(draft|placed)?", "list(string(1..9)?)", "map(list(Money))?", "Money",
)  # fmt: skip


@pytest.mark.parametrize("written", EXPRESSIONS)
def test_a_type_is_written_as_it_was_read(written: str) -> None:
    assert type_expression(parse_type(written)) == written


def test_bounds_are_never_written_with_an_exponent() -> None:
    assert parse_type(type_expression(parse_type("int(1..1000000000)"))) == parse_type("int(1..1000000000)")
    assert "E" not in type_expression(parse_type("int(1..1000000000)"))


def test_a_field_keeps_its_marks() -> None:
    assert field_expression(parse_field("email", "email? pii unique")) == "email? unique pii"
