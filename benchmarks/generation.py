"""What it costs to generate 1, 7, 50 and 300 services: CPU time and memory, cold and warm.

Beside it, in the same run: copying the same files with `cp -r`, and rendering the same blueprints with Copier's own
`run_copy`. `generation.py 1 7` measures those sizes only.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measure import MSGEN, PYTHON, Cost, Target, cost_of, least_cost, report

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests" / "generation"))

from synthetic import synthetic_spec  # noqa: E402

WARM_CPU = {1: 0.5, 7: 2.0, 50: 11.0, 300: 60.0}
"""Target in seconds, by the number of services."""
REPETITIONS = {1: 5, 7: 5, 50: 3, 300: 1}
COLD_SURCHARGE = 4.0
"""Seconds of CPU that an empty cache may add."""
MEMORY_GROWTH = 1.2
WITH_STOCK = frozenset({1, 7, 50})
"""Sizes that are rendered with Copier's own function too; 300 would take a quarter of an hour."""


def main(sizes: Sequence[int]) -> int:
    with tempfile.TemporaryDirectory(prefix="msgen-generation-") as name:
        folder = Path(name)
        notes: list[str] = []
        targets: list[Target] = []
        warm: dict[int, Cost] = {}
        prepare(folder)
        for size in sizes:
            spec = folder / f"{size}.yaml"
            spec.write_text(synthetic_spec(size), "utf-8")
            cold = generate(spec, folder / f"cold-{size}", folder / f"cache-{size}")
            warm[size] = least_cost(
                generate(spec, folder / f"warm-{size}-{number}", folder / f"cache-{size}")
                for number in range(REPETITIONS[size])
            )
            notes.append(note(size, warm[size], cold, spec, folder))
            targets.append(Target(f"{services(size)}, warm", warm[size].cpu, WARM_CPU[size], "CPU-s"))
            surcharge = cold.cpu - warm[size].cpu
            targets.append(Target(f"{services(size)}, added by an empty cache", surcharge, COLD_SURCHARGE, "CPU-s"))
        if {50, 300} <= warm.keys():
            growth = warm[300].peak / warm[50].peak
            targets.append(Target("peak memory, 300 services against 50", growth, MEMORY_GROWTH, "x"))
        return report("generation", notes, targets)


def prepare(folder: Path) -> None:
    """One run that does not count: Python compiles the modules of a fresh checkout."""
    spec = folder / "first.yaml"
    spec.write_text(synthetic_spec(1), "utf-8")
    generate(spec, folder / "first", folder / "first-cache")


def generate(spec: Path, destination: Path, cache: Path) -> Cost:
    return cost_of([MSGEN, "new", str(destination), "--spec", str(spec), "--yes"], {"XDG_CACHE_HOME": str(cache)})


def note(size: int, warm: Cost, cold: Cost, spec: Path, folder: Path) -> str:
    """One line of figures that have no target, but say what the others mean."""
    output = folder / f"warm-{size}-0"
    copied = cost_of(["cp", "-r", str(output), str(folder / f"copy-{size}")])
    files = sum(1 for path in output.rglob("*") if path.is_file())
    parts = [
        f"{services(size)}: {files} files",
        f"{warm.wall:.2f} s wall warm, {cold.wall:.2f} s cold",
        f"peak {warm.peak:.0f} MiB",
        f"{warm.cpu / max(copied.cpu, 0.01):.0f}x cp -r ({copied.cpu:.2f} CPU-s)",
    ]
    if size in WITH_STOCK:
        stock = cost_of([PYTHON, str(HERE / "programs" / "stock_rendering.py"), str(spec)])
        parts.append(f"1/{stock.cpu / warm.cpu:.1f} of run_copy ({stock.cpu:.2f} CPU-s)")
    return ", ".join(parts)


def services(size: int) -> str:
    return "1 service" if size == 1 else f"{size} services"


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or sorted(WARM_CPU)))
