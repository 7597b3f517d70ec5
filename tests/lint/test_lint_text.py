"""Findings as people read them: what is the same of several operations is read once."""

from __future__ import annotations

import json
from datetime import date

from msgen.lint.formats.machine import machine
from msgen.lint.formats.text import text
from msgen.lint.looking import Looking
from msgen.spec import read_text

SHOP = """\
msgen: 1
name: shop
services:
  web:
    api:
      protocol: rest
      exposure: public
      operations:
        Look: {http: GET /things, output: {name: string}}
        Find: {http: "GET /things/{name}", input: {name: string}, output: {name: string}}
  other:
    api:
      protocol: rest
      exposure: public
      operations:
        Look: {http: GET /others, output: {name: string}}
"""


def test_one_rule_about_several_operations_of_a_service_is_one_block_with_every_place() -> None:
    document = read_text(SHOP)
    _, result = Looking(date(2026, 11, 1))(document)

    shown = text(result, document)

    blocks = [block for block in shown.split("\n\n") if block.startswith("error[RES14]")]
    assert [block.splitlines()[0] for block in blocks] == [
        "error[RES14]: web.Look: public, and takes any rate",
        "error[RES14]: other.Look: public, and takes any rate",
    ]
    assert [line for line in blocks[0].splitlines() if line.startswith("also: ")] == [
        "also: web.Find --> msgen.yaml:10:9"
    ]
    assert "also: " not in blocks[1]


def test_the_count_and_the_output_for_programs_have_each_of_them() -> None:
    document = read_text(SHOP)
    _, result = Looking(date(2026, 11, 1))(document)

    told = [item["object"] for item in json.loads(machine(result, ""))["findings"] if item["rule"] == "RES14"]
    errors = sum(1 for finding in result.shown if finding.severity == "error")
    assert told == ["web.Look", "web.Find", "other.Look"]
    assert text(result, document).splitlines()[-1].startswith(f"{errors} errors; ")
