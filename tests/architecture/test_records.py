"""What the records are made of that `msgen lint` loads: see docs/decisions/0017-records-are-structs.md."""

import subprocess
import sys
from pathlib import Path

BISTRO = str(Path(__file__).resolve().parents[2] / "samples" / "bistro")
DATACLASSES = """
import sys
from dataclasses import is_dataclass
from msgen.cli.app import main
try:
    main()
except SystemExit as end:
    assert end.code == 0
ours = [module for name, module in sys.modules.items() if name.startswith("msgen.")]
records = {item for module in ours for item in vars(module).values() if isinstance(item, type) and is_dataclass(item)}
print(*sorted(f"{each.__module__}.{each.__name__}" for each in records if each.__module__.startswith("msgen.")))
"""


def test_lint_creates_no_dataclass_of_ours() -> None:
    command = [sys.executable, "-c", DATACLASSES, "lint", BISTRO]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""
