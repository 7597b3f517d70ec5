"""What a generated REST route costs against the bare FastAPI route: same use cases and answers, no network between.

The generated side has everything that a running service has around its use case: problem details, deadline, metrics,
access log, trace, and spans through the SDK's batch processor up to where they would leave the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import MSGEN, PYTHON, MeasurementError, Target, report, run

LIMITS = {"1 %": 1.5, "100 %": 2.2}
"""Times the bare route, by the share of the requests that are traced."""

SPEC = """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    aggregates:
      Order:
        fields:
          customer: string(1..80)
          total: money
          lines: list(Line)
          status: enum(placed|paid) default=placed
contexts:
  orders:
    types:
      Line: {sku: string(1..20), quantity: int(1..50), price: money}
"""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="msgen-route-") as name:
        folder = Path(name)
        spec = folder / "shop.yaml"
        spec.write_text(SPEC, "utf-8")
        run([MSGEN, "new", str(folder / "shop"), "--spec", str(spec), "--yes"])
        costs = measured(folder / "shop" / "services" / "orders" / "src")
    notes = [
        f"{method}: " + ", ".join(f"{side} {taken[method]:.0f} us" for side, taken in costs.items())
        for method in ("GET", "POST")
    ]
    targets = [
        Target(f"{method}, {side} of the requests traced", costs[side][method] / costs["bare"][method], limit, "x")
        for side, limit in LIMITS.items()
        for method in ("GET", "POST")
    ]
    return report("route", notes, targets)


def measured(source: Path) -> dict[str, dict[str, float]]:
    """Microseconds of CPU per request, by side and method; the best of several rounds."""
    program = Path(__file__).resolve().parent / "programs" / "route_costs.py"
    done = subprocess.run(
        [PYTHON, str(program), str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise MeasurementError(done.stderr)
    costs: dict[str, dict[str, float]] = json.loads(done.stderr.splitlines()[-1])
    return costs


if __name__ == "__main__":
    sys.exit(main())
