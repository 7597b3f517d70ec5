"""What reading a spec costs: packages that are not needed for it are not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATOR = Path(__file__).parents[2] / "generator"
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); import msgen.spec; print(*sorted(sys.modules))"


def test_reading_a_spec_imports_no_renderer_and_no_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(GENERATOR)], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert {"msgen.spec.parse", "ruamel.yaml", "pydantic"} <= imported
    assert not imported & {"jinja2", "copier", "prompt_toolkit", "questionary", "typer"}
