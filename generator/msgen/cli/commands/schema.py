"""`msgen schema`: the JSON Schema of the spec language."""

from __future__ import annotations

import json

from msgen.cli import exit_codes
from msgen.cli.output import emit
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.TOOL,
    examples=("msgen schema > msgen.schema.json", "msgen schema | head"),
    exits={exit_codes.DONE: "printed", exit_codes.USAGE: "wrong usage"},
)


def schema() -> None:
    """Print the JSON Schema of the spec language.

    It is for editors and other tools. A generated system has a schema of its own in `.msgen/schema.json`, which knows
    the names of its services, operations, events and types.
    """
    from msgen.spec.schema import static_schema

    emit(json.dumps(static_schema(), indent=2, sort_keys=True) + "\n")
