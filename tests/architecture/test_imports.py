"""Who may import whom, and what a quick command may not load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BISTRO = str(ROOT / "samples" / "bistro")
SLOW_TO_LOAD = ("asyncio", "copier", "grpc_tools", "jinja2", "prompt_toolkit", "questionary")
LOADED = f"""
import sys
from msgen.cli.app import main
try:
    main()
except SystemExit as end:
    code = end.code
loaded = sorted(set({SLOW_TO_LOAD!r}) & sys.modules.keys())
print(*sorted(name for name in sys.modules if name.startswith("msgen.cli.commands.")))
sys.exit(f"loads {{', '.join(loaded)}}" if loaded else code)
"""


def run(*words: str) -> list[str]:
    """What the command prints; the last line has the modules of the commands that were loaded."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_import_contract_holds() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_a_quick_command_loads_nothing_that_takes_long(option: str) -> None:
    assert any("msgen" in line for line in run(option)[:-1])


def test_graph_loads_nothing_that_takes_long_and_no_other_command() -> None:
    assert run("graph", BISTRO)[-1] == "msgen.cli.commands.graph"


def test_lint_loads_nothing_that_takes_long_and_no_other_command() -> None:
    *said, commands = run("lint", BISTRO)
    assert "rules passed" in said[-1]
    assert commands == "msgen.cli.commands.lint"
