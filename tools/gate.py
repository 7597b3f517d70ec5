"""Run every check of this repository, the failing ones included, and end with one line that sums them up."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]


STATIC = (
    Check("ruff check", ("ruff", "check")),
    Check("ruff format", ("ruff", "format", "--check")),
    Check("mypy", ("mypy",)),
    Check("mypy tools", ("mypy", "tools/install", "tools/environment.py", "tools/gate.py")),
    Check("mypy pins", ("mypy", "tools/pins/resolve.py", "tools/pins/requirements.py")),
    Check("imports", ("lint-imports",)),
)
TESTS = (
    Check(
        "tests", ("pytest", "-n", "2", "-m", "not system and not exhaustive and not soak", "--ignore", "tests/verify")
    ),
    # One after the other: each starts a whole system, which has two cores to itself.
    Check("systems", ("pytest", "-m", "system", "--ignore", "tests/verify")),
)


def main(only: str) -> int:
    checks = STATIC if only == "static" else (*STATIC, *TESTS)
    started = time.monotonic()
    failed = [check.name for check in checks if not passes(check)]
    verdict = f"failed: {', '.join(failed)}" if failed else f"all {len(checks)} checks passed"
    print(f"gate: {verdict} ({time.monotonic() - started:.0f} s)")
    return 1 if failed else 0


def passes(check: Check) -> bool:
    print(f"== {check.name}", flush=True)
    tool, *arguments = check.command
    return subprocess.run([str(BIN / tool), *arguments], cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["everything"]))
