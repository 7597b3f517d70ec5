"""The findings that code hosts read are SARIF as its schema has it."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from outside_tools import needed

from msgen.lint.formats.sarif import sarif
from msgen.lint.looking import Looking
from msgen.spec import read

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@cache
def schema() -> Any:
    done = subprocess.run([needed("sarif-schema")], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", ["bistro/faulty.yaml", "bistro/msgen.yaml", "minimal/msgen.yaml"])
def test_findings_are_sarif(path: str) -> None:
    document = read(SAMPLES / path)
    _, result = Looking(date(2026, 1, 1))(document)

    report = json.loads(sarif(result, document.folder, "0.1.0"))

    assert [error.message for error in Draft4Validator(schema()).iter_errors(report)] == []
    assert len(report["runs"][0]["results"]) == len(result.findings)


def test_the_schema_refuses_what_is_no_sarif() -> None:
    assert list(
        Draft4Validator(schema()).iter_errors({"version": "2.1.0", "runs": [{"results": [{"level": "fatal"}]}]})
    )
