"""The JSON Schema of the language and of one system, as text."""

from __future__ import annotations

import json

from msgen.cli.language_schema import language_schema
from msgen.contracts.json_text import json_text
from msgen.design.system import Design
from msgen.rendering.cache import user_cache
from msgen.spec.schema import project_schema, static_schema


def static_text() -> str:
    return json.dumps(static_schema(), indent=2, sort_keys=True) + "\n"


def system_text(design: Design) -> str:
    """As it stands in `.msgen/schema.json`."""
    complete = project_schema(design, language_schema(user_cache()))
    return json_text(complete, indent=1, sort_keys=True)
