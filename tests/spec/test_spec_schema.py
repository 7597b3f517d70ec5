"""The JSON Schema of the language and of a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from spec_mutations import VALID

from msgen.spec import parse, read, read_text
from msgen.spec.schema import project_schema, static_schema

EXAMPLES = Path(__file__).parents[2].parent / "shared" / "examples"


def complaints(schema: dict[str, Any], data: Any) -> list[str]:
    return [error.json_path for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_the_static_schema_is_a_schema_and_always_the_same() -> None:
    schema = static_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:msgen:spec:1"
    assert json.dumps(schema) == json.dumps(static_schema())


@pytest.mark.parametrize("text", VALID)
def test_a_valid_spec_follows_both_schemas(text: str) -> None:
    document = read_text(text)
    assert complaints(static_schema(), document.data) == []
    assert complaints(project_schema(parse(document)), document.data) == []


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples stand beside the checkout, in ../shared")
@pytest.mark.parametrize("name", ["minimal", "bistro", "bistro-fixed"])
def test_an_example_follows_both_schemas(name: str) -> None:
    document = read(EXAMPLES / f"{name}.yaml")
    assert complaints(static_schema(), document.data) == []
    assert complaints(project_schema(parse(document)), document.data) == []


@pytest.mark.parametrize(
    "service",
    [
        {"exposre": 1},
        {"api": "gprc"},
        {"availability": "99"},
        {"aggregates": {"order": {}}},
        {"aggregates": {"Order": {"fields": {"a": "strng"}}}},
        {"calls": [{"timeout": "5s"}]},
        {"scaling": {"max": "3"}},
    ],
)
def test_an_editor_sees_what_the_language_refuses(service: dict[str, Any]) -> None:
    assert complaints(static_schema(), {"msgen": 1, "name": "shop", "services": {"orders": service}}) != []


def test_the_schema_of_a_project_knows_its_names() -> None:
    schema = project_schema(parse(read_text(VALID[0])))
    short, long = schema["$defs"]["Call"]["anyOf"]
    targets = long["properties"]["to"]["enum"]
    assert targets == short["enum"]
    assert targets[:3] == ["orders", "orders.CreateOrder", "orders.DeleteOrder"]
    assert schema["$defs"]["Subscription"]["anyOf"][0]["enum"] == ["OrderPlaced"]
    assert complaints(schema, {"msgen": 1, "name": "shop", "services": {"a": {"calls": ["paymnts"]}}}) != []


def test_the_schema_of_a_project_serves_its_context_files() -> None:
    schema = project_schema(parse(read_text(VALID[0])))
    assert complaints(schema, {"context": "sales", "subdomain": "core", "services": {"a": {"api": "rest"}}}) == []
    assert complaints(schema, {"context": "sales", "subdomian": "core"}) != []
    assert complaints(schema, {"name": "shop"}) != []
