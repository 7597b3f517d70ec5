"""Who may import whom, and what a quick command may not load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW_TO_LOAD = ("copier", "grpc_tools", "jinja2", "questionary")
LOADED = f"""
import sys
from msgen.cli.app import main
try:
    main()
except SystemExit as end:
    code = end.code
loaded = sorted(set({SLOW_TO_LOAD!r}) & sys.modules.keys())
sys.exit(f"loads {{', '.join(loaded)}}" if loaded else code)
"""


def test_every_import_contract_holds() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_a_quick_command_loads_neither_copier_nor_jinja_nor_questionary(option: str) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, option], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "msgen" in done.stdout
