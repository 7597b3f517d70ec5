"""`msgen schema`: the JSON Schema of the spec language."""

from __future__ import annotations

import json
import sys


def schema() -> None:
    """Print the JSON Schema of the spec language, for editors and outside tools.

    \b
    msgen schema > msgen.schema.json
    msgen schema | head

    Exit codes: 0 printed.
    """
    from msgen.spec.schema import static_schema

    sys.stdout.write(json.dumps(static_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n")
