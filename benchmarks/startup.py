"""How long `msgen --help` takes, against the bare import of its command-line library, and what it loads."""

from __future__ import annotations

import subprocess
import sys

from measure import PYTHON, Target, cost_of, least_cost, report

ROUNDS = 15
RATIO = 1.8
SLOW_TO_LOAD = ("copier", "jinja2", "prompt_toolkit", "questionary")
HELP = [PYTHON, "-m", "msgen", "--help"]
BARE = [PYTHON, "-c", "import typer"]


def main() -> int:
    pairs = [(cost_of(HELP), cost_of(BARE)) for _ in range(ROUNDS)]
    ours, bare = (least_cost(costs) for costs in zip(*pairs, strict=True))
    loaded = loaded_modules() & set(SLOW_TO_LOAD)
    notes = [
        f"msgen --help: {ours.cpu:.3f} CPU-s, {ours.wall:.3f} s wall, {ours.peak:.0f} MiB",
        f"import typer: {bare.cpu:.3f} CPU-s, {bare.wall:.3f} s wall, {bare.peak:.0f} MiB",
        *(f"loaded: {name}" for name in sorted(loaded)),
    ]
    targets = [
        Target("msgen --help against import typer", ours.cpu / bare.cpu, RATIO, "x"),
        Target(f"loaded of {', '.join(SLOW_TO_LOAD)}", len(loaded), 0, ""),
    ]
    return report("startup", notes, targets)


def loaded_modules() -> set[str]:
    """The top-level packages that `msgen --help` imports, as the interpreter tells."""
    done = subprocess.run([PYTHON, "-X", "importtime", *HELP[1:]], capture_output=True, text=True, check=True)
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}


if __name__ == "__main__":
    sys.exit(main())
