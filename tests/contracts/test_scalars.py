"""The scalars of a generated service take exactly what their schemas allow."""

import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from contract_systems import fields, service, system
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from reference_service import run

from msgen.contracts.annotations import annotation
from msgen.contracts.catalogue import Catalogue
from msgen.contracts.jsonschema import SchemaBook

ORDERS = service()
CATALOGUE = Catalogue.of_service(system(ORDERS), ORDERS)


def model_of(expression):
    (field,) = fields({"value": expression})
    text = annotation(field.type, field.name, CATALOGUE).text
    return TypeAdapter(run(f"Tested = {text}\n")["Tested"])


def schema_of(expression):
    book = SchemaBook(CATALOGUE, prefix="#/$defs/")
    (field,) = fields({"value": expression})
    return {**book.of_type(field.type, field.name), "$defs": book.components}


def takes(model, value):
    try:
        model.validate_python(value)
    except ValidationError:
        return False
    return True


ACCEPTED = [
    ("string", ["", "é", "1"]),
    ("string(1..3)", ["a", "abc"]),
    ("string(/^[A-Z]{2}$/)", ["AB"]),
    ("int", [0, -(2**63), 2**63 - 1, 5.0]),
    ("int(1..5)", [1, 5]),
    ("float", [0, 1.5, -1e300]),
    ("decimal", ["0", "-12.5", "9" * 20]),
    ("decimal(5.2)", ["999.99", "-0.5", "0"]),
    ("decimal(>0)", ["0.1", "12"]),
    ("decimal(-1.5..7)", ["-1.5", "7", "7.00"]),
    ("bool", [True, False]),
    ("uuid", ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6BA7B810-9DAD-11D1-80B4-00C04FD430C8"]),
    ("date", ["2030-12-31"]),
    ("datetime", ["2030-12-31T23:59:59Z", "2030-12-31t23:59:59.123456789+01:00"]),
    ("duration", ["PT0S", "P1D", "P1DT2H3M4.5S", "PT90M", "P1Y2M", "P3W"]),
    ("bytes", ["", "AA==", "AAECAw=="]),
    ("bytes(1..3)", ["AA==", "AAEC"]),
    ("json", [None, 1, "a", [1, {"a": [None]}], 10**400]),
    ("email", ["ada@example.org", "a.b+c@x-y.example.com"]),
    ("url", ["https://example.org", "http://example.org:8080/a%20b?c=d#e", "http://localhost"]),
    ("money", [{"amount": "12.50", "currency": "EUR"}]),
    ("map(int)", [{}, {"a": 1}]),
    ("list(uuid?)", [[None], []]),
]
REFUSED = [
    ("string", [1, None, True, [], "a\x00b", "\ud800"]),
    ("string(1..3)", ["", "abcd"]),
    ("string(/^[A-Z]{2}$/)", ["A", "AB\n", "ABC"]),
    ("string(/./)", ["\x00"]),
    ("int", ["1", 1.5, True, None, 2**63, -(2**63) - 1]),
    ("int(1..5)", [0, 6, "3"]),
    ("float", ["1", True, None, math.inf, math.nan]),
    ("decimal", [1, 1.5, "1e5", "+1", " 1", "01", "1.", ".5", "NaN", "Infinity", "", "1_0", "٣"]),
    ("decimal(5.2)", ["1000", "0.125"]),
    ("decimal(>0)", ["0", "-1", "0.00"]),
    ("decimal(-1.5..7)", ["-1.6", "7.01"]),
    ("bool", [0, 1, "true", None]),
    ("uuid", [1, "6ba7b8109dad11d180b400c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", ""]),
    ("date", [0, "20301231", "2030-02-30", "2030-12-31T00:00:00Z", "2030-1-1", "0"]),
    (
        "datetime",
        [
            0,
            "2030-12-31",
            "2030-12-31T23:59:59",
            "2030-12-31 23:59:59Z",
            "2030-12-31T25:00:00Z",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59Z",
            "1700000000",
        ],
    ),
    ("duration", [1, "1:00:00", "P", "PT", "P1DT", "-P1D", "P99999999999Y", "P1H", "PT1.1234567S", "PT1H30"]),
    ("bytes", [1, "A", "AA=", "AA==\n", "é", "A-_="]),
    ("bytes(1..3)", ["", "AAECAw=="]),
    ("json", [math.nan, {"a": [math.inf]}, ["a\x00"], {"a\x00": 1}]),
    ("email", ["ada", "ada@", "@example.org", "a b@example.org", "ada@localhost", f"{'a' * 250}@x.org"]),
    (
        "url",
        [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://exa mple.org",
            "https://example.org/%2",
            "javascript:1",
        ],
    ),
    (
        "money",
        [
            "1 EUR",
            {"amount": 1, "currency": "EUR"},
            {"amount": "1", "currency": "eur"},
            {"amount": "1"},
            {"amount": "1.23456", "currency": "EUR"},
        ],
    ),
    ("map(int)", [{"a": "1"}, {"a\x00": 1}, []]),
    ("list(uuid?)", [[1], {}, "a"]),
]


@pytest.mark.parametrize(("expression", "value"), [(kind, value) for kind, values in ACCEPTED for value in values])
def test_a_fitting_value_is_taken(expression, value):
    assert takes(model_of(expression), value)


@pytest.mark.parametrize(("expression", "value"), [(kind, value) for kind, values in REFUSED for value in values])
def test_an_unfitting_value_is_refused(expression, value):
    assert not takes(model_of(expression), value)


@pytest.mark.parametrize(("expression", "value"), [(kind, value) for kind, values in ACCEPTED for value in values])
def test_what_is_taken_comes_back_as_its_schema_says(expression, value):
    model = model_of(expression)
    shown = json.loads(model.dump_json(model.validate_python(value)))
    Draft202012Validator(schema_of(expression)).validate(shown)
    assert takes(model, shown)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
EXACT = [
    "string",
    "string(1..3)",
    "string(/^[A-Z]{2}$/)",
    "int",
    "int(1..5)",
    "int(>0)",
    "float",
    "float(0..1)",
    "decimal",
    "decimal(5.2)",
    "decimal(>=0)",
    "decimal(>0)",
    "bool",
    "bytes",
    "email",
    "url",
    "money",
    "map(int)",
    "list(bool?)",
]


@pytest.mark.parametrize("expression", EXACT)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_model_and_its_schema_agree_about_any_json(expression, data):
    schema, model = with_python_ends(schema_of(expression)), model_of(expression)
    likely = st.from_regex(schema["pattern"]) if "pattern" in schema else st.nothing()
    value = data.draw(json_values | likely)
    assert takes(model, value) == Draft202012Validator(schema).is_valid(value)


def with_python_ends(schema):
    """In JSON schemas `$` is the very end; in Python it also matches before a last line break."""
    text = json.dumps(schema)
    return json.loads(text.replace('$"', '\\\\Z"'))


PYTHON_VALUES = [
    ("uuid", UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ("date", date(2030, 12, 31), "2030-12-31"),
    ("datetime", datetime(2030, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "2030-01-01T00:00:00Z"),
    ("duration", timedelta(days=400, seconds=3, microseconds=5), "P400DT3.000005S"),
    ("duration", timedelta(0), "PT0S"),
    ("bytes", b"\x00\x01", "AAE="),
    ("decimal(12.2)", Decimal("1.2000"), "1.2"),
    ("decimal", Decimal("1E+3"), "1000"),
]


@pytest.mark.parametrize(("expression", "value", "shown"), PYTHON_VALUES)
def test_python_values_are_taken_as_they_are_and_written_as_text(expression, value, shown):
    model = model_of(expression)
    assert model.validate_python(value) == value
    assert json.loads(model.dump_json(model.validate_python(value))) == shown


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("datetime", datetime(2030, 1, 1)),
        ("duration", timedelta(-1)),
        ("date", datetime(2030, 1, 1, tzinfo=UTC)),
        ("decimal(12.2)", Decimal("1.234")),
        ("decimal", Decimal("NaN")),
    ],
)
def test_python_values_that_json_could_not_bring_are_refused(expression, value):
    assert not takes(model_of(expression), value)


def test_money_cannot_be_changed():
    price = model_of("money").validate_python({"amount": "1.50", "currency": "EUR"})
    with pytest.raises(ValidationError, match="frozen"):
        price.amount = Decimal(2)
    assert price.amount == Decimal("1.5")


@pytest.mark.parametrize(
    ("expression", "text", "value"),
    [
        ("int(1..9)", "7", 7),
        ("float", "1.5", 1.5),
        ("float", "2", 2.0),
        ("bool", "true", True),
        ("bool", "false", False),
    ],
)
def test_a_parameter_reads_numbers_and_booleans_from_text(expression, text, value):
    assert parameter_of(expression).validate_python(text) == value


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("int(1..9)", "10"),
        ("int", " 1"),
        ("int", "1_0"),
        ("int", "٣"),
        ("int", "true"),
        ("int", "+1"),
        ("float", "nan"),
        ("float", "1e999"),
        ("bool", "1"),
        ("bool", "True"),
        ("bool", "yes"),
    ],
)
def test_a_parameter_refuses_other_text(expression, text):
    assert not takes(parameter_of(expression), text)


def parameter_of(expression):
    (field,) = fields({"value": expression})
    text = annotation(field.type, field.name, CATALOGUE).text
    return TypeAdapter(run(f"Tested = Annotated[{text}, FromText]\n")["Tested"])
