"""Type expressions: what they mean, and where exactly they are wrong."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import pytest

from msgen.design.fields import EXPRESSION_PATTERN
from msgen.design.type_errors import TypeExpressionError
from msgen.design.type_expressions import parse_field, parse_type
from msgen.design.types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type

ONE_TO_80 = Bounds(minimum=Decimal(1), maximum=Decimal(80))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("uuid", Scalar("uuid")),
        ("money?", Scalar("money", optional=True)),
        ("string(1..80)", Scalar("string", ONE_TO_80)),
        ("int(>=0)", Scalar("int", Bounds(minimum=Decimal(0)))),
        ("int(<5)", Scalar("int", Bounds(maximum=Decimal(5), exclusive_maximum=True))),
        ("int(-5..-1)", Scalar("int", Bounds(minimum=Decimal(-5), maximum=Decimal(-1)))),
        ("float(>0.5)?", Scalar("float", Bounds(minimum=Decimal("0.5"), exclusive_minimum=True), optional=True)),
        ("decimal(12.2)", Scalar("decimal", Bounds(precision=12, scale=2))),
        ("string(/^[A-Z]{3}$/)", Scalar("string", Bounds(pattern="^[A-Z]{3}$"))),
        ("string(/a b(c)/)?", Scalar("string", Bounds(pattern="a b(c)"), optional=True)),
        (r"string(/a\/b/)", Scalar("string", Bounds(pattern=r"a\/b"))),
        ("enum(draft|in-progress|2fa)", EnumType(("draft", "in-progress", "2fa"))),
        ("list(OrderLine)?", ListType(NamedType("OrderLine"), optional=True)),
        ("list(string(1..80)?)", ListType(Scalar("string", ONE_TO_80, optional=True))),
        ("map(list(money))", MapType(ListType(Scalar("money")))),
        ("Address", NamedType("Address")),
        (" int ", Scalar("int")),
    ],
)
def test_an_expression_means_its_type(written: str, meant: Type) -> None:
    assert parse_type(written) == meant
    assert re.fullmatch(EXPRESSION_PATTERN, written.strip())


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("email unique pii", Field("f", Scalar("email"), unique=True, pii=True)),
        ("uuid? index", Field("f", Scalar("uuid", optional=True), index=True)),
        ("enum(a|b) default=b pci", Field("f", EnumType(("a", "b")), pci=True, default="b")),
        ({"type": "int", "default": 5}, Field("f", Scalar("int"), default="5")),
        (
            {"type": "bool default=true", "description": "On?"},
            Field("f", Scalar("bool"), default="true", description="On?"),
        ),
        ({"type": "string", "default": "a b", "was": "g"}, Field("f", Scalar("string"), default="a b", was="g")),
        ({"type": "bool", "default": True, "example": 1.5}, Field("f", Scalar("bool"), default="true", example="1.5")),
    ],
)
def test_a_field_has_marks_and_a_long_form(written: object, field: Field) -> None:
    assert parse_field("f", written) == field


@pytest.mark.parametrize(
    ("written", "offset", "length", "hint"),
    [
        ("list(strng)", 5, 5, "did you mean `string`"),
        ("uuid indx", 5, 4, "did you mean `index`"),
        ("enum(a, b)", 5, 4, "did you mean `enum(a|b)`"),
        ("string(80)", 7, 2, "did you mean `string(1..80)`"),
        ("Optional[int]", 0, 8, "did you mean `int?`"),
        ("dict[str, Money]", 0, 4, "did you mean `map(Money)`"),
        ("list", 0, 4, "did you mean `list(T)`"),
        ("string(1..80)?pii", 14, 1, "for example"),
        ("", 0, 0, "for example"),
    ],
)
def test_an_error_says_where_it_is_and_what_was_meant(written: str, offset: int, length: int, hint: str) -> None:
    with pytest.raises(TypeExpressionError) as raised:
        parse_field("f", written)
    assert (raised.value.offset, raised.value.length) == (offset, length)
    assert raised.value.hint.startswith(hint)


def test_an_expression_of_any_characters_is_parsed_or_refused() -> None:
    dice = random.Random(5)
    pieces = [
        "list(",
        "map(",
        "enum(",
        ")",
        "string",
        "int",
        "Order",
        "?",
        " ",
        "|",
        "/",
        "(",
        "..",
        ">=",
        "1",
        "\\",
        "default=",
    ]
    refused = 0
    for _ in range(20_000):
        text = "".join(dice.choice(pieces) for _ in range(dice.randint(0, 9)))
        error = refusal(text)
        if error is not None:
            assert 0 <= error.offset <= len(text)
            refused += 1
    assert 0 < refused < 20_000


def refusal(text: str) -> TypeExpressionError | None:
    try:
        parse_field("f", text)
    except TypeExpressionError as error:
        return error
    return None


@pytest.mark.parametrize("text", ["list(" * 5000, "list(" * 5000 + "int" + ")" * 5000, "string(/" + "(" * 400 + "/)"])
def test_nesting_without_end_is_refused(text: str) -> None:
    with pytest.raises(TypeExpressionError):
        parse_type(text)
