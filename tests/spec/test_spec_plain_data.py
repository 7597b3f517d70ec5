"""What becomes of YAML's scalars, anchors and merges."""

from __future__ import annotations

from typing import Any

import pytest

from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2027-06-30", "2027-06-30"),
        ("0123", "0123"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e9", "1e9"),
        (".inf", ".inf"),
        ("no", "no"),
        ("12:30", "12:30"),
        ("300", 300),
        ("-5", -5),
        ("1.5", 1.5),
        ("9" * 18, "9" * 18),
        ('"300"', "300"),
        ("'true'", "true"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("!!str 5", "5"),
        ("[1, two]", [1, "two"]),
        ("{5: a}", {"5": "a"}),
        ('"\\ud83d\\udca5"', "💥"),
    ],
)
def test_a_scalar_keeps_what_is_written(written: str, value: Any) -> None:
    found = read_text(f"a: {written}\n").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_own_keys_win_over_those_of_an_anchor_and_the_first_anchor_over_the_second() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\n"
    assert read_text(text).data["c"] == {"y": 3, "x": 1, "z": 2}


def test_what_comes_from_an_anchor_has_its_place_and_tells_where_it_is_used() -> None:
    text = "msgen: 1\nname: shop\nx-a: &a {store: postgress}\nservices:\n  orders:\n    <<: *a\n"
    with pytest.raises(SpecError) as raised:
        parse(read_text(text))
    [finding] = raised.value.findings
    assert str(finding.location) == "msgen.yaml:3:17"
    assert [str(related.location) for related in finding.related] == ["msgen.yaml:6:9"]


def test_keys_of_ones_own_are_read_over_in_every_map() -> None:
    text = (
        "msgen: 1\nname: shop\nx-a: 1\nservices:\n  x-b: {}\n"
        "  a:\n    x-c: [1]\n    aggregates: {A: {fields: {x-d: 1}, x-e: 2}}\n"
    )
    design = parse(read_text(text))
    assert list(design.services) == ["a"]


def test_headers_and_terms_keep_keys_that_begin_like_ones_own() -> None:
    text = (
        "msgen: 1\nname: shop\ncontexts: {c: {language: {x-ray: a picture}}}\n"
        "services: {a: {api: rest, versions: {v1: {match: {header: {x-user: jason}}}, v2: {}}}}\n"
    )
    design = parse(read_text(text))
    assert (design.contexts or {})["c"].language == {"x-ray": "a picture"}
    versions = design.services["a"].versions or {}
    assert versions["v1"].match is not None
    assert versions["v1"].match.header == {"x-user": "jason"}


def test_a_null_resets_and_can_be_told_from_what_is_not_written() -> None:
    design = parse(read_text("msgen: 1\nname: shop\nservices: {a: {store: null}, b: {}}\n"))
    assert design.services["a"].store is None
    assert "store" in design.services["a"].model_fields_set
    assert "store" not in design.services["b"].model_fields_set
