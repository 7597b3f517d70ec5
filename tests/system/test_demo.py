"""What the README offers first: `make demo`, and the same with a check."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from itertools import takewhile
from pathlib import Path

import pytest
from running_system import RunningSystem

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C stops it\n"
SECONDS = 300
"""After which a demo counts as hanging; the first one installs what seven services need."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo is generated, once for the tests of this module."""
    return tmp_path_factory.mktemp("demo") / "bistro"


def test_the_demo_places_an_order_and_says_what_it_saw(folder: Path) -> None:
    done = subprocess.run(
        ["make", "demo", "CHECK=1", f"DEMO={folder}"], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )

    assert done.returncode == 0, done.stdout + done.stderr
    seen = [line.partition(":")[0] for line in done.stdout.splitlines() if line.startswith("ok ")]
    assert seen[:2] == ["ok        kitchen's store holds the order", "ok        the front door finds it again"]
    assert [line.split()[-1] for line in seen[2:]] == ["storefront", "ordering", "accounts", "kitchen", "order-history"]
    assert RunningSystem(folder).processes() == ()


def test_the_demo_shows_its_front_door_and_its_health_pages_and_stops_on_ctrl_c(folder: Path) -> None:
    process = subprocess.Popen(
        ["make", "demo", f"DEMO={folder}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # as a terminal does: Ctrl-C reaches make and all that it started
    )
    assert process.stdout is not None
    timer = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    shown = list(takewhile(lambda line: line != READY, process.stdout))
    timer.cancel()
    system = RunningSystem(folder)
    started = system.processes()

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)

    assert f"front door  storefront     {system.http_url('storefront')}/v1/orders\n" in shown
    assert len([line for line in shown if line.startswith("health ") and line.endswith("/readyz\n")]) == 7
    assert len(started) == 8
    assert not any(process.is_alive for process in started)
    assert system.processes() == ()
