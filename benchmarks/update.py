"""What `msgen update` costs: nothing to do, and newer blueprints for 1, 10, 20 and 100 services, each with an edit.

`update.py 1 20` measures those sizes only.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from measure import MSGEN, PYTHON, Cost, Target, cost_of, least_cost, report

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "generation"))

from synthetic import synthetic_spec  # noqa: E402

REPETITIONS = {1: 5, 10: 1, 20: 3, 100: 1}
CPU = {1: 0.8, 20: 6.0}
"""Target in seconds, by the number of services."""
MEMORY_GROWTH = 1.2
NOTHING_TO_DO = 0.15
"""Seconds of CPU beside those of the imports."""
ROUNDS = 9
IMPORTS = "import typer, msgen.cli.app, msgen.cli.updating.run"
README = "python-service/template/README.md.jinja"
"""What differs in the newer blueprints: a line at the end, in every service."""


def main(sizes: Sequence[int]) -> int:
    with tempfile.TemporaryDirectory(prefix="msgen-update-") as name:
        folder = Path(name)
        older, newer = (variables(folder, version) for version in ("older", "newer"))
        costs = {size: update(folder, size, older, newer) for size in sizes}
        notes = [
            f"{services(size)}: {cost.cpu:.2f} CPU-s, {cost.wall:.2f} s wall, peak {cost.peak:.0f} MiB"
            for size, cost in costs.items()
        ]
        targets = [
            Target(f"{services(size)}, newer blueprints", costs[size].cpu, limit, "CPU-s")
            for size, limit in CPU.items()
            if size in costs
        ]
        if {10, 100} <= costs.keys():
            growth = costs[100].peak / costs[10].peak
            targets.append(Target("peak memory, 100 services against 10", growth, MEMORY_GROWTH, "x"))
        return report("update", notes, [*targets, *nothing_to_do(system(folder, sizes[0], 0), newer)])


def variables(folder: Path, version: str) -> dict[str, str]:
    """The environment with blueprints of that version."""
    for each in ("blueprints", "partials"):
        shutil.copytree(HERE.parent / each, folder / version / each, symlinks=True)
    if version == "newer":
        with (folder / version / "blueprints" / README).open("a", encoding="utf-8") as readme:
            readme.write("\nThese are newer blueprints.\n")
    return {"XDG_CACHE_HOME": str(folder / "cache"), "MSGEN_BLUEPRINTS": str(folder / version / "blueprints")}


def update(folder: Path, size: int, older: Mapping[str, str], newer: Mapping[str, str]) -> Cost:
    """The least of some updates. Of one service the first does not count: it fills the caches."""
    spec = folder / f"{size}.yaml"
    spec.write_text(synthetic_spec(size), "utf-8")
    return least_cost([*updates(folder, size, older, newer)][1 if size == 1 else 0 :])


def updates(folder: Path, size: int, older: Mapping[str, str], newer: Mapping[str, str]) -> Iterator[Cost]:
    for number in range(REPETITIONS.get(size, 1) + (size == 1)):
        where = system(folder, size, number)
        cost_of([MSGEN, "new", str(where), "--spec", str(folder / f"{size}.yaml"), "--yes"], older)
        for readme in where.glob("services/*/README.md"):
            title, rest = readme.read_text("utf-8").split("\n", 1)
            readme.write_text(f"{title}\n\nA line of ours.\n{rest}", "utf-8")
        yield cost_of([MSGEN, "update", str(where)], newer)


def system(folder: Path, size: int, number: int) -> Path:
    return folder / f"system-{size}-{number}"


def nothing_to_do(where: Path, newer: Mapping[str, str]) -> list[Target]:
    before = state(where)
    idle = least_cost(cost_of([MSGEN, "update", str(where)], newer) for _ in range(ROUNDS))
    imports = least_cost(cost_of([PYTHON, "-c", IMPORTS], newer) for _ in range(ROUNDS))
    written = len(before.items() ^ state(where).items())
    return [
        Target("nothing to do, beside the imports", idle.cpu - imports.cpu, NOTHING_TO_DO, "CPU-s"),
        Target("nothing to do, files and folders written", written, 0, ""),
    ]


def state(where: Path) -> dict[str, int]:
    """When each file and folder was written last."""
    return {
        os.path.join(folder, name): os.lstat(os.path.join(folder, name)).st_mtime_ns
        for folder, folders, files in os.walk(where)
        for name in (*folders, *files, ".")
    }


def services(size: int) -> str:
    return "1 service" if size == 1 else f"{size} services"


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or sorted(REPETITIONS)))
