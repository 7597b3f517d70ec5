"""What `msgen lint` costs: the sample, 50 services, and 1 000 services with 5 000 calls, each as a whole process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

from measure import PYTHON, Cost, Target, cost_of, least_cost, report

ROUNDS = 9
SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "bistro"
CALLS_EACH = 5
JOURNEYS = 20


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="msgen-lint-") as folder:
        targets: list[Target] = []
        notes: list[str] = []
        cases = [("bistro", SAMPLE, 0.5, ROUNDS)]
        for services, seconds, rounds in ((50, 1.0, ROUNDS), (1000, 8.0, 1)):
            spec = Path(folder) / f"{services}.yaml"
            spec.write_text(layered_spec(services), "utf-8")
            cases.append((f"{services} services", spec, seconds, rounds))
        lint(SAMPLE)
        for what, path, seconds, rounds in cases:
            cost = least_cost(lint(path) for _ in range(rounds))
            notes.append(f"{what}: {cost.cpu:.2f} CPU-s, {cost.wall:.2f} s wall, {cost.peak:.0f} MiB")
            targets.append(Target(f"msgen lint, {what}", cost.cpu, seconds, "CPU-s"))
        targets.append(Target("peak memory, 1000 services", cost.peak, 300, "MiB"))
        return report("lint", notes, targets)


def lint(path: Path) -> Cost:
    """The exit code says that there are findings, not that it failed."""
    code = f"import sys\nfrom msgen.cli.app import main\nsys.argv = ['msgen', 'lint', {str(path)!r}]\n"
    return cost_of([PYTHON, "-c", f"{code}try:\n    main()\nexcept SystemExit as end:\n    sys.exit(end.code == 2)"])


def layered_spec(services: int) -> str:
    """Services in five layers, each with calls to the layers below it, an event that another hears, and journeys."""
    random, lines = Random(0), ["msgen: 1", "name: layered", "services:"]
    layer = services // 5
    for number in range(services):
        lines += [f"  service-{number}:", "    api: rest", f"    publishes: [Thing{number}Changed]"]
        lines.append(f"    subscribes: [Thing{random.randrange(services)}Changed]")
        below = range((number // layer + 1) * layer, services)
        others = sorted(random.sample(below, CALLS_EACH)) if below else []
        if number // layer == 0:
            others += sorted(set(random.sample(range(layer, services), 2 * CALLS_EACH)) - set(others))[:CALLS_EACH]
        if others:
            lines.append("    calls:")
            lines += [f"      - {{to: service-{other}, timeout: 500ms}}" for other in others]
    lines.append("journeys:")
    for number in range(JOURNEYS):
        entry = f"service-{number}.CreateService{number}"
        lines.append(f"  journey-{number}: {{entry: {entry}, peak: 10/s, availability: 99%, latency_p99: 2s}}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
