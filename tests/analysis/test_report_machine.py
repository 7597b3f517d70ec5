"""The report as JSON: it keeps to its schema, says the same every time, and holds no number that JSON lacks."""

from __future__ import annotations

import json

import jsonschema
import pytest
from analysed_specs import analysed, example
from reported import ROOT, bistro, bistro_report, down

from msgen.analysis.report import Scope, machine, report, schema


def test_reports_keep_to_the_schema() -> None:
    checker = jsonschema.Draft202012Validator(schema())

    for found in (bistro_report(), down(bistro(), "payments"), report(Scope(analysed("services: {}\n")))):
        checker.validate(json.loads(machine(found)))


def test_the_schema_refuses_another_shape() -> None:
    data = json.loads(machine(bistro_report()))
    data["capacity"][0]["pods"] = 3

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema())


def test_the_published_schema_is_the_current_one() -> None:
    published = json.loads((ROOT / "docs/reference/analyze.schema.json").read_text("utf-8"))

    assert published == schema(), "run `msgen analyze --schema > docs/reference/analyze.schema.json`"


def test_every_field_of_the_schema_with_a_doubtful_meaning_is_described() -> None:
    """A unit in its name says enough; `null` and lists of paths do not."""
    for name, definition in schema()["$defs"].items():
        assert definition["description"].endswith("."), name
        assert definition["additionalProperties"] is False, name
        assert definition["required"] == list(definition["properties"]), name


def test_the_same_design_gives_the_same_bytes() -> None:
    analysis = bistro()

    assert machine(report(Scope(analysis))) == machine(bistro_report())


def test_a_retry_storm_beyond_every_float_is_still_a_number() -> None:
    links = "".join(
        f"  s{number}: {{api: {{protocol: rest, operations: "
        f"{{Go: {{calls: [{{to: s{number + 1}.Go, retry: {{attempts: 10}}}}]}}}}}}}}\n"
        for number in range(320)
    )
    design = f"services:\n{links}  s320: {{api: {{protocol: rest, operations: {{Go: {{}}}}}}}}\n"

    found = json.loads(machine(report(Scope(analysed(design)))), parse_constant=pytest.fail)

    assert found["retries"][0]["worst_factor"] > 1e308


def test_the_tutorial_keeps_to_the_schema() -> None:
    jsonschema.validate(json.loads(machine(report(Scope(example("bistro")), simulate=False))), schema())
