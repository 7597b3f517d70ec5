"""A report as JSON, and the schema of that JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from msgen.analysis.report.down import DownReport
from msgen.analysis.report.report import Report

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def machine(report: Report | DownReport) -> str:
    return json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Of what `msgen analyze --json` prints, with and without `--down`."""
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Report | DownReport] = TypeAdapter(Report | DownReport)
    return {"$schema": _DIALECT, "title": "msgen analyze --json", **adapter.json_schema(mode="serialization")}
