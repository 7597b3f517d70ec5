"""How long `msgen up` takes until all seven services of bistro are ready, with their environment installed."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import MSGEN, MeasurementError, Target, report, run

ROUNDS = 3
READY_WITHIN = 10.0
"""Seconds."""
READY = " is ready: 7 services"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="msgen-up-") as name:
        system = Path(name) / "bistro"
        run([MSGEN, "new", str(system), "--sample", "bistro", "--yes"])
        # This makes the environment and the databases, and shows that the system is well.
        run([MSGEN, "up", str(system), "--check"])
        times = [seconds_until_ready(system) for _ in range(ROUNDS)]
    notes = [f"rounds: {', '.join(f'{seconds:.1f} s' for seconds in times)}"]
    target = Target("msgen up, seven services, until ready", statistics.median(times), READY_WITHIN, "s")
    return report("up", notes, [target])


def seconds_until_ready(system: Path) -> float:
    started = time.monotonic()
    process = subprocess.Popen(
        [MSGEN, "up", str(system)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    taken = None
    for line in process.stdout:
        if READY in line:
            taken = time.monotonic() - started
            process.send_signal(signal.SIGINT)
    process.wait()
    if taken is None:
        raise MeasurementError("`msgen up` ended before the system was ready")
    return taken


if __name__ == "__main__":
    sys.exit(main())
